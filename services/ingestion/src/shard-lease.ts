import type { Logger } from '@hawser/platform';
import type { IngestStore } from '@hawser/storage';

export interface LeaseKeeperOptions {
  readonly store: Pick<IngestStore, 'renewShard'>;
  readonly shard: number;
  readonly epoch: number;
  readonly leaseMs: number;
  readonly log: Logger;
  /** Called once, when somebody else has acquired the shard. */
  readonly onLost: () => void;
}

/**
 * Renews the lease of a shard until it is stopped or lost. Renewing only keeps others from taking over; that nothing is
 * stored without the right to is the commit's own check.
 *
 * @returns ends the renewing; resolves when none is under way any more, which would otherwise overtake a release
 */
export function keepLease({ store, shard, epoch, leaseMs, log, onLost }: LeaseKeeperOptions): () => Promise<void> {
  let renewing: Promise<void> | null = null;
  const renew = async (): Promise<void> => {
    try {
      if (await store.renewShard(shard, epoch, leaseMs)) return;
      clearInterval(timer);
      onLost();
    } catch (error) {
      log.warn({ err: error, shard }, 'The lease of a shard could not be renewed');
    } finally {
      renewing = null;
    }
  };
  const timer = setInterval(() => {
    renewing ??= renew();
  }, leaseMs / 3);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await renewing;
  };
}
