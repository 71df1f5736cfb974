import { setTimeout as sleep } from 'node:timers/promises';
import { silentLogger } from '@hawser/platform';
import { waitFor } from '@hawser/testkit';
import { describe, expect, it } from 'vitest';
import { keepLease } from './shard-lease.ts';

const LEASE_MS = 30;

/** A store whose renewals are answered when the test says so. */
function slowStore() {
  const waiting: ((held: boolean) => void)[] = [];
  return {
    waiting,
    store: { renewShard: () => new Promise<boolean>((answer) => void waiting.push(answer)) },
  };
}

function keep(store: ReturnType<typeof slowStore>['store'], onLost = (): void => undefined) {
  return keepLease({ store, shard: 0, epoch: 1, leaseMs: LEASE_MS, log: silentLogger(), onLost });
}

describe('the lease of a shard', () => {
  it('is over only when the renewal under way is, so that none comes after the release', async () => {
    const { store, waiting } = slowStore();
    const end = keep(store);
    await waitFor(() => waiting.length === 1, { what: 'a renewal' });
    let ended = false;
    const ending = end().then(() => {
      ended = true;
    });
    await sleep(LEASE_MS);
    expect(ended).toBe(false);
    waiting[0]?.(true);
    await ending;
    await sleep(LEASE_MS);
    expect(waiting).toHaveLength(1);
  });

  it('is not renewed any more when somebody else has the shard', async () => {
    const { store, waiting } = slowStore();
    let lost = 0;
    const end = keep(store, () => {
      lost++;
    });
    await waitFor(() => waiting.length === 1, { what: 'a renewal' });
    waiting[0]?.(false);
    await waitFor(() => lost === 1, { what: 'the loss to be told' });
    await sleep(LEASE_MS);
    expect(waiting).toHaveLength(1);
    await end();
  });
});
