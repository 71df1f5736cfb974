import { type AccountId, effectiveLimits, effectiveSettings, type GivenLimits, type GivenSettings } from '@hawser/core';
import type { AccountPolicies, AccountPolicy, BranchUsage, LimitCrossing, UsageTally } from '@hawser/storage';
import type { UsageStore } from '../fairness/account-meters.ts';
import type { CrossingStore } from '../fairness/limit-notices.ts';

/** Accounts that are open and may do anything, unless a test says otherwise. */
export class MemoryPolicies implements Pick<AccountPolicies, 'read' | 'known'> {
  readonly #policies = new Map<AccountId, AccountPolicy>();

  set(
    id: AccountId,
    {
      limits = {},
      settings = {},
      openUntil = null,
    }: { limits?: GivenLimits; settings?: GivenSettings; openUntil?: number | null },
  ): void {
    const path = [{ id, name: 'acme', limits, settings }];
    this.#policies.set(id, { path, limits: effectiveLimits(path), settings: effectiveSettings(path), openUntil });
  }

  known(account: AccountId): AccountPolicy | null {
    return this.#policies.get(account) ?? null;
  }

  async read(account: AccountId): Promise<AccountPolicy | null> {
    return this.known(account);
  }
}

/** What was written down, added up. */
export class MemoryUsage implements UsageStore {
  readonly bytes = new Map<AccountId, number>();
  /** What ingestion is said to have found in the messages. */
  readings = 0;
  messages = 0;
  error: Error | null = null;

  async add(tallies: readonly UsageTally[]): Promise<void> {
    if (this.error !== null) throw this.error;
    for (const { accountId, bytes } of tallies) this.bytes.set(accountId, (this.bytes.get(accountId) ?? 0) + bytes);
  }

  async ofBranch(account: AccountId): Promise<BranchUsage> {
    if (this.error !== null) throw this.error;
    return { bytesToday: this.bytes.get(account) ?? 0, readings: this.readings, messages: this.messages };
  }
}

/** Remembers for ever what was noted. */
export class MemoryCrossings implements CrossingStore {
  readonly noted: LimitCrossing[] = [];

  async note(crossings: readonly LimitCrossing[]): Promise<LimitCrossing[]> {
    const isNoted = ({ account, limit, level }: LimitCrossing) =>
      this.noted.some((one) => one.account === account && one.limit === limit && one.level === level);
    const began = crossings.filter((one) => !isNoted(one));
    this.noted.push(...began);
    return began;
  }
}
