import { silentLogger } from '@hawser/platform';
import { waitFor } from '@hawser/testkit';
import { it } from 'vitest';
import type { ShardSource } from './shard-source.ts';
import { Spiller } from './spiller.ts';

const MICROTASKS = 30;

/** A shard as the spiller sees it, that counts what it has to write. */
class CountedShard {
  readonly viaDisk = true;
  waiting = 0;

  get empty(): boolean {
    return this.waiting === 0;
  }

  async spill(): Promise<boolean> {
    const had = this.waiting > 0;
    this.waiting = 0;
    return had;
  }
}

it('writes what comes at whatever moment of a look that finds nothing else', async () => {
  for (let later = 0; later < MICROTASKS; later++) {
    const shards = [new CountedShard(), new CountedShard()];
    const sources = (): readonly ShardSource[] => shards as unknown as readonly ShardSource[];
    const spiller = new Spiller({ sources, onChange: () => undefined, log: silentLogger() });
    const [first] = shards;
    spiller.wake();
    for (let turn = 0; turn < later; turn++) await Promise.resolve();
    first!.waiting = 1;
    spiller.wake();
    await waitFor(() => first!.empty, { timeoutMs: 5_000, what: `what came ${later} turns later` });
    await spiller.stop();
  }
});
