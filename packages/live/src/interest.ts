import type { AccountId, AgentId } from '@hawser/core';

/** What live clients want to see. */
export interface LiveInterest {
  /** Accounts that anybody looks at: their rates and presence are wanted. */
  readonly watched: readonly AccountId[];
  /** Accounts whose readings are wanted of every agent. */
  readonly accounts: readonly AccountId[];
  /** Agents whose readings are wanted. */
  readonly agents: readonly AgentId[];
}

/** What one API process says on the channel; a maker of events that has just started asks everybody to say it again. */
export type InterestMessage =
  | ({ readonly type: 'interest'; readonly api: string } & LiveInterest)
  | { readonly type: 'gone'; readonly api: string }
  | { readonly type: 'ask' };

/** @returns null for what is none of ours */
export function parseInterestMessage(text: string): InterestMessage | null {
  const message = parseObject(text);
  if (message === null) return null;
  const { type, api } = message;
  if (type === 'ask') return { type };
  if (typeof api !== 'string') return null;
  if (type === 'gone') return { type, api };
  const { watched, accounts, agents } = message;
  if (type !== 'interest' || ![watched, accounts, agents].every(isTexts)) return null;
  return { type, api, watched, accounts, agents } as InterestMessage;
}

/** Puts together what several API processes want, and forgets those that fell silent. */
export class InterestTable {
  readonly #silentMs: number;
  readonly #now: () => number;
  readonly #onChange: () => void;
  readonly #apis = new Map<string, { heardAt: number; interest: LiveInterest }>();
  #watched = new Set<AccountId>();
  #accounts = new Set<AccountId>();
  #agents = new Set<AgentId>();

  /** @param onChange - called when what is wanted may have changed */
  constructor(silentMs: number, now: () => number, onChange: () => void) {
    this.#silentMs = silentMs;
    this.#now = now;
    this.#onChange = onChange;
  }

  set(api: string, interest: LiveInterest): void {
    this.#apis.set(api, { heardAt: this.#now(), interest });
    this.#combine();
  }

  remove(api: string): void {
    if (this.#apis.delete(api)) this.#combine();
  }

  forgetSilent(): void {
    const oldest = this.#now() - this.#silentMs;
    for (const [api, { heardAt }] of this.#apis) if (heardAt < oldest) this.remove(api);
  }

  /** What all of them want together. */
  get all(): LiveInterest {
    return { watched: [...this.#watched], accounts: [...this.#accounts], agents: [...this.#agents] };
  }

  watches(account: AccountId): boolean {
    return this.#watched.has(account);
  }

  wantsReadings(account: AccountId, agent: AgentId): boolean {
    return this.#accounts.has(account) || this.#agents.has(agent);
  }

  #combine(): void {
    const all = [...this.#apis.values()].map(({ interest }) => interest);
    this.#watched = new Set(all.flatMap(({ watched }) => watched));
    this.#accounts = new Set(all.flatMap(({ accounts }) => accounts));
    this.#agents = new Set(all.flatMap(({ agents }) => agents));
    this.#onChange();
  }
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
