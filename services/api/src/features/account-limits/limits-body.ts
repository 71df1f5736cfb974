import type { Limits } from '@hawser/contracts/http';
import { ACCOUNT_LIMITS, type EffectiveLimits, LIMIT_NAMES, type LimitName } from '@hawser/core';
import {
  type Account,
  countLimited,
  createAccountUsageRepository,
  createLimitCrossings,
  type NotedCrossing,
} from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import { rfc3339 } from '../../http/times.ts';

const SECONDS_PER_MINUTE = 60;
/** From this share of a limit on, an account is near it. */
const NEAR = 0.8;

type LimitBody = Limits['items'][number];

/** What an account may use, what it uses, and where it is near its end. */
export async function limitsBody(context: ApiContext, account: Account, limits: EffectiveLimits): Promise<Limits> {
  const [used, crossings] = await Promise.all([
    useOf(context, account),
    createLimitCrossings(context.db).ofAccount(account.id, context.clock()),
  ]);
  const items = LIMIT_NAMES.map((name): LimitBody => {
    const { unit, spentIn } = ACCOUNT_LIMITS[name];
    const use = used[name] ?? null;
    const standing = standingOf(name, limits[name].value, use, crossings);
    return { name, unit, ...limits[name], used: use, ...standing, enforced: spentIn !== null };
  });
  return { items };
}

async function useOf({ db, clock }: ApiContext, account: Account): Promise<Partial<Record<LimitName, number>>> {
  const [counts, { readings, bytesToday }] = await Promise.all([
    countLimited(db, account.path),
    createAccountUsageRepository(db).ofBranch(account.id, clock(), 1),
  ]);
  return { ...counts, readings_per_second: readings / SECONDS_PER_MINUTE, bytes_per_day: bytesToday };
}

/** What intake has noted counts, because an average hides that something had to wait; without a note, the numbers do. */
function standingOf(
  name: LimitName,
  value: number | null,
  used: number | null,
  crossings: readonly NotedCrossing[],
): Pick<LimitBody, 'level' | 'since'> {
  if (value === null || used === null) return { level: 'within', since: null };
  const sinceOf = (level: NotedCrossing['level']) =>
    crossings.find((crossing) => crossing.limit === name && crossing.level === level)?.since;
  for (const [level, from] of [
    ['reached', value],
    ['near', value * NEAR],
  ] as const) {
    const since = sinceOf(level);
    if (since !== undefined || used >= from) return { level, since: since === undefined ? null : rfc3339(since) };
  }
  return { level: 'within', since: null };
}
