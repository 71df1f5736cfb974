import type { AccountId } from '@hawser/core';
import type { TestAgent } from '@hawser/intake/testing';
import type { TopicOwnerKey, TopicOwnerRepository, TopicOwnerRow } from '@hawser/storage';

export const ROOT_ACCOUNT = '018f3c5a-0000-7000-9000-000000000000' as AccountId;

/** Answers whose topics are whose from what the test says. */
export class MemoryOwners implements TopicOwnerRepository {
  readonly agents: TestAgent[] = [];
  /** How many keys each question had. */
  readonly questions: number[] = [];
  error: Error | null = null;

  async find(keys: readonly TopicOwnerKey[]): Promise<TopicOwnerRow[]> {
    this.questions.push(keys.length);
    if (this.error !== null) throw this.error;
    return keys.map(({ account, agent }) => this.#row(account, agent));
  }

  #row(account: string, nameOrId: string): TopicOwnerRow {
    const ofAccount = this.agents.filter(({ accountName }) => accountName === account);
    const agent = ofAccount.find(({ id, name }) => name === nameOrId || id === nameOrId);
    return {
      accountId: ofAccount[0]?.account ?? null,
      agentId: agent?.id ?? null,
      agentName: agent?.name ?? null,
      rootId: ROOT_ACCOUNT,
    };
  }
}
