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
 * @returns ends the renewing
 */
export function keepLease({ store, shard, epoch, leaseMs, log, onLost }: LeaseKeeperOptions): () => void {
  let busy = false;
  const renew = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      if (await store.renewShard(shard, epoch, leaseMs)) return;
      clearInterval(timer);
      onLost();
    } catch (error) {
      log.warn({ err: error, shard }, 'The lease of a shard could not be renewed');
    } finally {
      busy = false;
    }
  };
  const timer = setInterval(() => void renew(), leaseMs / 3);
  timer.unref();
  return () => clearInterval(timer);
}
