import type { Clock } from '@hawser/core';
import { withDeadline } from '@hawser/platform';
import type { TopicOwnerKey, TopicOwnerRepository, TopicOwnerRow } from '@hawser/storage';
import { LRUCache } from 'lru-cache';
import type { Owner } from './owner.ts';

/** Owners asked for in one statement. */
const MAX_BATCH = 1_000;
/** Pause after a failed question, during which remembered answers are taken however old. */
const RETRY_MS = 500;
/** No account or agent has a longer name, and longer ones must not fill the memory. */
const MAX_NAME_LENGTH = 200;

export interface OwnerDirectoryConfig {
  readonly maxEntries: number;
  readonly ttlMs: number;
  readonly nobodyTtlMs: number;
  readonly lookupTimeoutMs: number;
}

export interface OwnerDirectoryDeps {
  readonly owners: TopicOwnerRepository;
  readonly clock: Clock;
  /** Told about each failed question; the answers are still owed. */
  readonly onError: (error: unknown) => void;
  readonly onAnswered: () => void;
}

interface Remembered {
  readonly owner: Owner;
  readonly foundAt: number;
}

interface Question {
  readonly key: TopicOwnerKey;
  readonly answered: Promise<Owner>;
  readonly answer: (owner: Owner) => void;
}

/**
 * Knows whose topics are whose: remembers answers for a few seconds and asks the database about many at once. While the
 * database does not answer, what is remembered holds, and whoever was never heard of waits.
 */
export class OwnerDirectory {
  readonly #config: OwnerDirectoryConfig;
  readonly #deps: OwnerDirectoryDeps;
  readonly #entries: LRUCache<string, Remembered>;
  readonly #questions = new Map<string, Question>();
  #isAsking = false;
  #failedAt = Number.NEGATIVE_INFINITY;
  #retry: NodeJS.Timeout | null = null;
  #isClosed = false;

  constructor(config: OwnerDirectoryConfig, deps: OwnerDirectoryDeps) {
    this.#config = config;
    this.#deps = deps;
    this.#entries = new LRUCache({ max: config.maxEntries });
  }

  /**
   * Finds the owner of a topic, at once where it is remembered. Promises for one owner are kept in the order in which
   * they were given, and never rejected: they wait for the database.
   */
  find(account: string, agent: string): Owner | Promise<Owner> {
    const key = { account: shorten(account), agent: shorten(agent) };
    const name = `${key.account}/${key.agent}`;
    const known = this.#entries.get(name);
    if (known === undefined) return this.#ask(name, key).answered;
    const age = this.#deps.clock() - known.foundAt;
    const ttl = known.owner.kind === 'agent' ? this.#config.ttlMs : this.#config.nobodyTtlMs;
    // Asked again before it is too old, so that an agent that keeps sending never waits.
    if (age >= ttl / 2 && !this.#isInPause()) {
      const question = this.#ask(name, key);
      if (age >= ttl) return question.answered;
    }
    return known.owner;
  }

  /** Asks nothing more; answers still owed never come. */
  close(): void {
    this.#isClosed = true;
    this.#questions.clear();
    if (this.#retry !== null) clearTimeout(this.#retry);
  }

  #isInPause(): boolean {
    return this.#deps.clock() - this.#failedAt < RETRY_MS;
  }

  #ask(name: string, key: TopicOwnerKey): Question {
    const asked = this.#questions.get(name);
    if (asked !== undefined) return asked;
    let answer: (owner: Owner) => void = () => undefined;
    const answered = new Promise<Owner>((resolve) => {
      answer = resolve;
    });
    const question = { key, answered, answer };
    this.#questions.set(name, question);
    if (!this.#isAsking && this.#retry === null) this.#begin();
    return question;
  }

  /** Waits for the end of the turn, so that one statement asks about everybody in a packet from the network. */
  #begin(): void {
    this.#isAsking = true;
    setImmediate(() => void this.#askAll());
  }

  async #askAll(): Promise<void> {
    while (this.#questions.size > 0 && !this.#isClosed) {
      const batch = [...this.#questions].slice(0, MAX_BATCH);
      try {
        this.#answer(batch, await this.#lookUp(batch));
        this.#failedAt = Number.NEGATIVE_INFINITY;
        this.#deps.onAnswered();
      } catch (error) {
        this.#failed(error);
        break;
      }
    }
    this.#isAsking = false;
  }

  #lookUp(batch: readonly [string, Question][]): Promise<TopicOwnerRow[]> {
    const asking = this.#deps.owners.find(batch.map(([, { key }]) => key));
    return withDeadline(asking, this.#config.lookupTimeoutMs, 'Looking up the owners of topics timed out');
  }

  #answer(batch: readonly [string, Question][], rows: readonly TopicOwnerRow[]): void {
    const foundAt = this.#deps.clock();
    for (const [at, [name, { key, answer }]] of batch.entries()) {
      const owner = ownerOf(key, rows[at]);
      this.#entries.set(name, { owner, foundAt });
      this.#questions.delete(name);
      answer(owner);
    }
  }

  /** Whoever is remembered is answered from memory; the others are asked about again. */
  #failed(error: unknown): void {
    this.#failedAt = this.#deps.clock();
    for (const [name, { answer }] of this.#questions) {
      const known = this.#entries.peek(name);
      if (known === undefined) continue;
      this.#questions.delete(name);
      answer(known.owner);
    }
    this.#deps.onError(error);
    this.#retry = setTimeout(() => {
      this.#retry = null;
      if (!this.#isClosed) this.#begin();
    }, RETRY_MS);
  }
}

function ownerOf({ account }: TopicOwnerKey, row: TopicOwnerRow | undefined): Owner {
  if (row === undefined) throw new Error('The database answered for fewer topics than it was asked about');
  const { accountId, agentId, agentName, rootId } = row;
  if (accountId !== null && agentId !== null && agentName !== null) {
    return { kind: 'agent', agent: { id: agentId, name: agentName, account: accountId, accountName: account } };
  }
  if (accountId !== null) return { kind: 'unknown-agent', account: accountId };
  if (rootId === null) throw new Error('The installation is not set up yet: it has no root account');
  return { kind: 'unknown-account', account: rootId };
}

function shorten(name: string): string {
  return name.length > MAX_NAME_LENGTH ? '' : name;
}
