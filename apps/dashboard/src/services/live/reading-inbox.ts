import type { LiveReading } from './protocol.ts';

export interface ReadingInbox {
  add(account: string, readings: readonly LiveReading[]): void;
  /** Forgets what has not been handed on. */
  clear(): void;
}

export interface ReadingInboxDeps {
  /** Gets what came since the last time; `missed` tells that some was dropped because there was too much. */
  readonly onBatch: (account: string, readings: readonly LiveReading[], missed: boolean) => void;
  /** How long to collect, in ms: the page is repainted at most this often. */
  readonly intervalMs: number;
  /** Most readings held; the oldest go first. */
  readonly capacity: number;
}

/** Collects live readings for a moment, so that a fast agent costs a few repaints a second and no more. */
export function createReadingInbox({ onBatch, intervalMs, capacity }: ReadingInboxDeps): ReadingInbox {
  const waiting = new Map<string, LiveReading[]>();
  let held = 0;
  let missed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function add(account: string, readings: readonly LiveReading[]): void {
    const room = Math.max(capacity - held, 0);
    if (readings.length > room) missed = true;
    const kept = room === 0 ? [] : readings.slice(-room);
    waiting.set(account, [...(waiting.get(account) ?? []), ...kept]);
    held += kept.length;
    timer ??= setTimeout(flush, intervalMs);
  }

  function flush(): void {
    const batches = [...waiting];
    const hasMissed = missed;
    clear();
    for (const [account, readings] of batches) onBatch(account, readings, hasMissed);
  }

  function clear(): void {
    clearTimeout(timer);
    timer = undefined;
    waiting.clear();
    held = 0;
    missed = false;
  }

  return { add, clear };
}
