import type { AuditEntry, Clock } from '@hawser/core';
import { type Logger, type Periodic, repeat } from '@hawser/platform';

/** How long identical attempts are counted together. */
const WINDOW_MS = 60_000;
const SWEEP_MS = 5_000;
/** Different attempts in one window; those beyond are counted together by account, action and outcome. */
const MAX_DIFFERENT = 2_000;

interface Attempts {
  /** The newest of them. */
  last: AuditEntry;
  /** Attempts after the first, which has its own entry. */
  more: number;
  readonly until: number;
}

export interface RepeatedAttemptsDeps {
  readonly append: (entry: AuditEntry) => Promise<void>;
  readonly clock: Clock;
  readonly log: Logger;
  /** What makes attempts the same; when left out, all but the time and the client program. */
  readonly keyOf?: (entry: AuditEntry) => string;
}

/**
 * Keeps a flood of refused attempts from becoming a flood of entries: the first is written at once, and the same again
 * within a minute are counted and written as one entry when the minute is over.
 */
export class RepeatedAttempts {
  readonly #deps: RepeatedAttemptsDeps;
  readonly #waiting = new Map<string, Attempts>();
  readonly #sweeping: Periodic;
  readonly #keyOf: (entry: AuditEntry) => string;

  constructor(deps: RepeatedAttemptsDeps) {
    this.#deps = deps;
    this.#keyOf = deps.keyOf ?? keyOf;
    const onError = (err: unknown) => deps.log.error({ err }, 'Repeated attempts could not be written to the audit');
    this.#sweeping = repeat(SWEEP_MS, () => this.#sweep(deps.clock()), onError);
  }

  /** @throws what `append` throws */
  async add(entry: AuditEntry): Promise<void> {
    const now = this.#deps.clock();
    const exact = this.#keyOf(entry);
    const isCrowded = this.#waiting.size >= MAX_DIFFERENT && !this.#waiting.has(exact);
    const counted = isCrowded ? withoutDetails(entry) : entry;
    const key = isCrowded ? this.#keyOf(counted) : exact;
    const known = this.#waiting.get(key);
    if (known !== undefined && now < known.until) {
      known.last = counted;
      known.more += 1;
      return;
    }
    // Before the wait, so that the same at the same time are counted too.
    const fresh: Attempts = { last: counted, more: 0, until: now + WINDOW_MS };
    this.#waiting.set(key, fresh);
    try {
      if (known !== undefined) await this.#write(known);
      await this.#deps.append(counted);
    } catch (error) {
      // Counted with those to come, so that nothing of it is lost.
      fresh.more += 1 + (known?.more ?? 0);
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#sweeping.stop();
    await this.#sweep(Number.POSITIVE_INFINITY);
  }

  async #sweep(now: number): Promise<void> {
    for (const [key, attempts] of this.#waiting) {
      if (attempts.until > now) continue;
      await this.#write(attempts);
      // Another window may have begun meanwhile.
      if (this.#waiting.get(key) === attempts) this.#waiting.delete(key);
    }
  }

  async #write(attempts: Attempts): Promise<void> {
    const { more } = attempts;
    if (more === 0) return;
    attempts.more = 0;
    try {
      await this.#deps.append({ ...attempts.last, count: more });
    } catch (error) {
      attempts.more += more;
      throw error;
    }
  }
}

function keyOf({ accountId, actor, address, action, resource, outcome, code }: AuditEntry): string {
  return JSON.stringify([accountId, actor.kind, actor.id, address, action, Object.values(resource), outcome, code]);
}

/** So many different ones within a minute come from nobody in particular. */
function withoutDetails(entry: AuditEntry): AuditEntry {
  return {
    ...entry,
    actor: { kind: 'anonymous', id: null, name: 'many' },
    address: null,
    userAgent: null,
    resource: { kind: entry.resource.kind, id: null, name: null },
  };
}
