import { parentPort, workerData } from 'node:worker_threads';
import type { EntryId } from '../../port.ts';
import { openEmbeddedLogReader } from '../reader.ts';
import type { EmbeddedLogSignal } from '../signal.ts';

/** Entry of a test's thread: reads and releases until it has had `until` entries, then says what it saw. */

const { dir, signal, until } = workerData as { dir: string; signal: EmbeddedLogSignal; until: number };

const onCorruption = (report: unknown): never => {
  throw new Error(JSON.stringify(report));
};
const reader = openEmbeddedLogReader({ dir, signal, onCorruption });
let after: EntryId | null = null;
let entries = 0;
let inOrder = true;
while (entries < until) {
  for (const { id } of await reader.read(0, after, { maxEntries: 70, maxBytes: 1_000_000, waitMs: 10_000 })) {
    entries++;
    inOrder &&= Number(id) === entries;
    after = id;
  }
  if (after !== null) await reader.release(0, after);
}
parentPort?.postMessage({ entries, inOrder });
await reader.close();
