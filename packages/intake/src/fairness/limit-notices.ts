import type { LiveSink } from '@hawser/contracts/streams';
import type { AccountId, Clock } from '@hawser/core';
import type { Logger } from '@hawser/platform';
import type { LimitCrossings } from '@hawser/storage';
import type { LimitStanding } from './account-meters.ts';

export type CrossingStore = Pick<LimitCrossings, 'note'>;

export interface LimitNoticesDeps {
  readonly crossings: CrossingStore;
  readonly live: LiveSink;
  readonly log: Logger;
  readonly clock: Clock;
}

/** Tells once that an account comes near a limit, and once that it has reached it, whatever number of processes sees it. */
export class LimitNotices {
  readonly #deps: LimitNoticesDeps;
  /** What could not be written down yet. */
  #waiting = new Map<string, LimitStanding>();

  constructor(deps: LimitNoticesDeps) {
    this.#deps = deps;
  }

  /** @throws Error when the database does not answer; what was to be told is told with the next call */
  async tell(standings: readonly LimitStanding[]): Promise<void> {
    const { crossings, live, log, clock } = this.#deps;
    for (const standing of standings) this.#waiting.set(keyOf(standing), standing);
    const now = clock();
    const began = await crossings.note([...this.#waiting.values()], now);
    this.#waiting.clear();
    for (const { account, limit, level } of began) {
      live.publish({ type: 'limit', account, limit, level, at: now });
      log.info({ account, limit, level }, sentence(level));
    }
  }
}

function keyOf({
  account,
  limit,
  level,
}: {
  readonly account: AccountId;
  readonly limit: string;
  readonly level: string;
}) {
  return `${account} ${limit} ${level}`;
}

function sentence(level: LimitStanding['level']): string {
  return level === 'near' ? 'An account comes near what it may send' : 'An account sends as much as it may';
}
