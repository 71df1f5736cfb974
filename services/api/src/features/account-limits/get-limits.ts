import type { Limits, limitOperations } from '@hawser/contracts/http';
import { ACCOUNT_LIMITS, LIMIT_NAMES, type LimitName } from '@hawser/core';
import { type Account, countLimited, createAccountUsageRepository } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';
import { policyOf } from '../accounts/policy-of.ts';

const SECONDS_PER_MINUTE = 60;

/** `GET /v1/{account}/limits` */
export function getLimits(context: ApiContext): Handler<typeof limitOperations.read> {
  return async (request) => {
    const account = accountOf(request);
    const { limits } = await policyOf(context.policies, account);
    const used = await useOf(context, account);
    const items = LIMIT_NAMES.map((name): Limits['items'][number] => {
      const { unit, spentIn } = ACCOUNT_LIMITS[name];
      return { name, unit, ...limits[name], used: used[name] ?? null, enforced: spentIn !== null };
    });
    return { items };
  };
}

async function useOf({ db, clock }: ApiContext, account: Account): Promise<Partial<Record<LimitName, number>>> {
  const [counts, { readings, bytesToday }] = await Promise.all([
    countLimited(db, account.path),
    createAccountUsageRepository(db).ofBranch(account.id, clock(), 1),
  ]);
  return { ...counts, readings_per_second: readings / SECONDS_PER_MINUTE, bytes_per_day: bytesToday };
}
