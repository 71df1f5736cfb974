import type { EntryId, QueueEntry, ReadOptions } from '@hawser/queue';
import type { LedgerReader } from './queued-counter.ts';

/** Lets several requests use one reader, whose reads of a shard must not overlap: they take turns. */
export function serialReader(reader: LedgerReader): LedgerReader {
  const turns = new Map<number, Promise<unknown>>();
  return {
    compare: (a, b) => reader.compare(a, b),
    read(shard: number, after: EntryId | null, options: ReadOptions): Promise<QueueEntry[]> {
      const read = () => reader.read(shard, after, options);
      const turn = (turns.get(shard) ?? Promise.resolve()).then(read, read);
      turns.set(shard, turn);
      return turn;
    },
  };
}
