import type { AgentId, AgentIdentity, Clock } from '@hawser/core';
import { Semaphore, withDeadline } from '@hawser/platform';
import { LRUCache } from 'lru-cache';
import type { CredentialLookup, StoredCredential } from '../deps.ts';

/** What was found for a user name, and whether it still holds. */
export interface CachedCredential {
  /** Null when nobody has the user name. */
  readonly credential: StoredCredential | null;
  readonly foundAt: number;
  /** False once the agent's credentials were changed; whoever holds this has to ask again. */
  valid: boolean;
}

export interface CredentialCacheConfig {
  readonly allowTtlMs: number;
  readonly denyTtlMs: number;
  readonly maxEntries: number;
  readonly maxLookups: number;
  readonly lookupTimeoutMs: number;
}

interface Lookup {
  readonly result: Promise<CachedCredential>;
  /** Agents whose credentials changed while the lookup was under way: what it finds of them may be old. */
  readonly changed: Set<AgentId>;
  /** Any may have changed. */
  allChanged: boolean;
}

/**
 * Remembers credentials by user name, so that a fleet that comes back does not melt the database: equal lookups are
 * joined, few run at a time, and the least recently used are forgotten first.
 */
export class CredentialCache {
  readonly #config: CredentialCacheConfig;
  readonly #source: CredentialLookup;
  readonly #clock: Clock;
  readonly #entries: LRUCache<string, CachedCredential>;
  readonly #lookups = new Map<string, Lookup>();
  readonly #semaphore: Semaphore;

  constructor(config: CredentialCacheConfig, source: CredentialLookup, clock: Clock) {
    this.#config = config;
    this.#source = source;
    this.#clock = clock;
    this.#entries = new LRUCache({ max: config.maxEntries });
    this.#semaphore = new Semaphore(config.maxLookups);
  }

  /**
   * Finds the credential of a user name.
   *
   * @param maxAgeMs - an answer older than this is not good enough
   * @throws Error when the database cannot be asked; nothing is remembered then
   */
  async find(username: string, maxAgeMs = Number.POSITIVE_INFINITY): Promise<CachedCredential> {
    const entry = this.#entries.get(username);
    if (entry !== undefined && this.#isFresh(entry, maxAgeMs)) return entry;
    return (this.#lookups.get(username) ?? this.#startLookup(username)).result;
  }

  /** Forgets an agent's credentials, those being looked up included. */
  forget(agent: AgentId): void {
    for (const [username, entry] of this.#entries.entries()) {
      if (entry.credential?.agentId !== agent) continue;
      entry.valid = false;
      this.#entries.delete(username);
    }
    for (const lookup of this.#lookups.values()) lookup.changed.add(agent);
  }

  /** Forgets everything, because nobody knows what was changed. */
  forgetAll(): void {
    for (const entry of this.#entries.values()) entry.valid = false;
    this.#entries.clear();
    for (const lookup of this.#lookups.values()) lookup.allChanged = true;
  }

  #isFresh(entry: CachedCredential, maxAgeMs: number): boolean {
    const ttl = isUsable(entry.credential) ? this.#config.allowTtlMs : this.#config.denyTtlMs;
    return entry.valid && this.#clock() - entry.foundAt < Math.min(ttl, maxAgeMs);
  }

  #startLookup(username: string): Lookup {
    const changes = { changed: new Set<AgentId>(), allChanged: false };
    const result = this.#lookUp(username, changes).finally(() => this.#lookups.delete(username));
    const lookup = Object.assign(changes, { result });
    this.#lookups.set(username, lookup);
    return lookup;
  }

  async #lookUp(username: string, changes: Omit<Lookup, 'result'>): Promise<CachedCredential> {
    const asking = this.#semaphore.run(() => this.#source.findByUsername(username));
    const credential = await withDeadline(asking, this.#config.lookupTimeoutMs, 'Looking up a credential timed out');
    const valid = !changes.allChanged && (credential === null || !changes.changed.has(credential.agentId));
    const entry = { credential, foundAt: this.#clock(), valid };
    if (valid) this.#entries.set(username, entry);
    return entry;
  }
}

/** Tells whether a credential opens the door, given the right password. */
export function isUsable(credential: StoredCredential | null): credential is StoredCredential {
  return credential !== null && !credential.disabled && !credential.revoked;
}

/** Who it is that a credential belongs to. */
export function identityOf(credential: StoredCredential): AgentIdentity {
  return {
    id: credential.agentId,
    name: credential.agentName,
    account: credential.accountId,
    accountName: credential.accountName,
  };
}
