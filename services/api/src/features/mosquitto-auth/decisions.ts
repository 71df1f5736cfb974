import { type AccountId, type AgentIdentity, mayConnect, maySubscribe } from '@hawser/core';
import { intakeFilters, ownerOfTopic, statusFilters } from '@hawser/dialects';
import {
  Authenticator,
  CredentialCache,
  decidePublish,
  identityOf,
  isUsable,
  matchesSecret,
  type RefusalReason,
} from '@hawser/intake';
import { isOpen } from '@hawser/storage';
import type { Access, CallbackBody } from './callback-body.ts';
import type { BridgeCredential, MosquittoAuthConfig, MosquittoAuthDeps } from './config.ts';

const CACHE_BOUNDS = { maxEntries: 50_000, maxLookups: 16, lookupTimeoutMs: 10_000 };

export type Decision =
  | { readonly allow: true }
  | {
      readonly allow: false;
      readonly reason: string;
      /** Whose user name it was, when it is that of an agent. */
      readonly agent?: AgentIdentity;
    };

const ALLOW: Decision = Object.freeze({ allow: true });

/** Decides what agents and the bridge may do at a foreign broker, by the policy of the built-in one. */
export class MosquittoDecisions {
  readonly #bridge: BridgeCredential | null;
  readonly #credentials: CredentialCache;
  readonly #authenticator: Authenticator;

  readonly #isOpen: (account: AccountId) => Promise<boolean>;
  readonly #isHeld: (account: AccountId) => Promise<boolean>;

  constructor(config: MosquittoAuthConfig, { credentials, policies, holds, clock }: MosquittoAuthDeps) {
    const { cacheTtlMs: allowTtlMs, denyCacheTtlMs: denyTtlMs, bridge } = config;
    this.#bridge = bridge;
    this.#credentials = new CredentialCache({ ...CACHE_BOUNDS, allowTtlMs, denyTtlMs }, credentials, clock);
    this.#isOpen = async (account) => {
      const policy = await policies.read(account);
      return policy === null || isOpen(policy, clock());
    };
    this.#isHeld = async (account) => (await holds.heldUntil(account, clock())) !== null;
    this.#authenticator = new Authenticator({ denyTtlMs }, { cache: this.#credentials, isOpen: this.#isOpen });
  }

  /** Forgets an agent's credentials, because they were changed. */
  forgetAgent(agent: AgentIdentity['id']): void {
    this.#credentials.forget(agent);
  }

  /** Forgets all credentials, because nobody knows which were changed. */
  forgetAll(): void {
    this.#credentials.forgetAll();
  }

  /**
   * Decides whether somebody may connect.
   *
   * @throws Error when the database does not answer
   */
  async user({ username, password, clientId }: CallbackBody): Promise<Decision> {
    const secret = Buffer.from(password);
    if (this.#isBridge(username)) return this.#bridgeMayConnect(secret);
    const result = await this.#authenticator.authenticate({ username, password: secret, clientId }, () => null);
    if (result.allow) return (await this.#mayEnter(result.agent.account)) ? ALLOW : deny('quota-exceeded');
    if (result.reason === 'database-unavailable') throw cannotDecide(result.cause);
    return { ...deny(result.reason), ...(result.agent === undefined ? {} : { agent: result.agent }) };
  }

  /**
   * Decides whether somebody who is connected may read, write or subscribe to something.
   *
   * @throws Error when the database does not answer
   */
  async acl({ username, clientId, topic, access }: CallbackBody): Promise<Decision> {
    if (access === null) return deny('unknown-access');
    if (this.#isBridge(username)) return this.#bridgeMay(topic, access);
    const agent = await this.#agent(username);
    if (agent === null) return deny('bad-credentials');
    const decision = mayConnect(agent, clientId).allow ? agentMay(agent, topic, access) : deny('client-id');
    return decision.allow ? decision : { ...decision, agent };
  }

  /** Whoever sends more than can be taken keeps it, and comes again. */
  async #mayEnter(account: AccountId): Promise<boolean> {
    try {
      return !(await this.#isHeld(account));
    } catch (error) {
      throw cannotDecide(error);
    }
  }

  async #agent(username: string): Promise<AgentIdentity | null> {
    if (username === '' || username.length > 200) return null;
    try {
      const { credential } = await this.#credentials.find(username);
      if (!isUsable(credential) || !(await this.#isOpen(credential.accountId))) return null;
      return identityOf(credential);
    } catch (error) {
      throw cannotDecide(error);
    }
  }

  #isBridge(username: string): boolean {
    return this.#bridge !== null && username === this.#bridge.username;
  }

  #bridgeMayConnect(password: Uint8Array): Decision {
    const isRight = this.#bridge !== null && matchesSecret(password, this.#bridge.passwordHash);
    return isRight ? ALLOW : deny('bad-credentials');
  }

  /** The bridge reads what agents send, and nothing else. */
  #bridgeMay(topic: string, access: Access): Decision {
    if (access === 'read') return isWithin(topic) ? ALLOW : deny('foreign-topic');
    if (access !== 'subscribe' || this.#bridge === null) return deny('read-only');
    const { shareGroup } = this.#bridge;
    const filters = [...statusFilters(), ...intakeFilters().map((filter) => `$share/${shareGroup}/${filter}`)];
    return filters.includes(topic) ? ALLOW : deny('foreign-topic');
  }
}

function agentMay(agent: AgentIdentity, topic: string, access: Access): Decision {
  const decisions = {
    // What is delivered must lie where the agent may subscribe.
    read: () => maySubscribe(agent, topic),
    write: () => decidePublish(agent, topic),
    'read-write': () => both(decidePublish(agent, topic), maySubscribe(agent, topic)),
    subscribe: () => maySubscribe(agent, topic),
  } satisfies Record<Access, () => Decision>;
  return decisions[access]();
}

function both(first: Decision, second: Decision): Decision {
  return first.allow ? second : first;
}

function isWithin(topic: string): boolean {
  return ownerOfTopic(topic) !== null && !topic.includes('+') && !topic.includes('#');
}

function deny(
  reason: RefusalReason | 'unknown-access' | 'read-only' | 'foreign-topic' | 'quota-exceeded',
): Decision & { allow: false } {
  return { allow: false, reason };
}

function cannotDecide(cause: unknown): Error {
  return new Error('The database does not answer', { cause });
}
