import { type AccountId, type AgentIdentity, mayConnect } from '@hawser/core';
import type { StoredCredential } from '../deps.ts';
import { type CachedCredential, type CredentialCache, identityOf, isUsable } from './credential-cache.ts';
import { matchesSecret } from './secret.ts';

export type RefusalReason =
  | 'anonymous'
  | 'bad-credentials'
  | 'agent-disabled'
  | 'account-closed'
  | 'client-id'
  | 'will-topic'
  | 'database-unavailable'
  | 'stopping';

export interface Refusal {
  readonly allow: false;
  readonly reason: RefusalReason;
  readonly cause?: unknown;
  /** Whose user name it was, when it is known; proven by the password unless that is the reason. */
  readonly agent?: AgentIdentity;
}

export type Authentication = { readonly allow: true; readonly agent: AgentIdentity } | Refusal;

/** Answers null when the session was opened. */
export type Admit = (agent: AgentIdentity) => Refusal | null;

export interface ConnectRequest {
  readonly clientId: string;
  readonly username: string | undefined;
  readonly password: Uint8Array | undefined;
}

/** No user name that we issue is longer; longer ones must not fill the cache. */
const MAX_USERNAME_LENGTH = 200;
const MAX_TRIES = 3;

export interface AuthenticatorConfig {
  /** A password that does not match is checked against an answer of the database that is at most this old. */
  readonly denyTtlMs: number;
}

export interface AuthenticatorDeps {
  readonly cache: CredentialCache;
  /** Tells whether an account can be used now. @throws Error when the database does not answer */
  readonly isOpen: (account: AccountId) => Promise<boolean>;
}

/** Decides who a connection is. */
export class Authenticator {
  readonly #config: AuthenticatorConfig;
  readonly #cache: CredentialCache;
  readonly #isOpen: AuthenticatorDeps['isOpen'];

  constructor(config: AuthenticatorConfig, { cache, isOpen }: AuthenticatorDeps) {
    this.#config = config;
    this.#cache = cache;
    this.#isOpen = isOpen;
  }

  /**
   * Checks user name, password and client id, in this order, so that the client id tells nothing to a stranger.
   * When the database cannot be reached the answer is "unavailable", never "wrong password": an agent would give up.
   *
   * @param admit - opens the session, or refuses for a reason of its own; called in the same turn in which the
   *   credential was found valid, so that nothing revoked meanwhile can slip in between
   */
  async authenticate(request: ConnectRequest, admit: Admit): Promise<Authentication> {
    const { username, password } = request;
    if (username === undefined || username === '' || password === undefined) return refuseAnonymous();
    if (username.length > MAX_USERNAME_LENGTH) return refuseCredentials();
    try {
      return await this.#check(request, username, password, admit);
    } catch (cause) {
      return { allow: false, reason: 'database-unavailable', cause };
    }
  }

  async #check(request: ConnectRequest, username: string, password: Uint8Array, admit: Admit): Promise<Authentication> {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const found = await this.#find(username, password);
      if (!found.valid) continue;
      const decision = decide(found.credential, password, request.clientId);
      if (!decision.allow) return decision;
      const { agent } = decision;
      if (!(await this.#isOpen(agent.account))) return { allow: false, reason: 'account-closed', agent };
      // It may have been changed during the question.
      if (!found.valid) continue;
      return admit(agent) ?? decision;
    }
    throw new Error('The credential kept changing while it was checked');
  }

  /** A remembered credential that the password does not match may be one that was just replaced: ask again. */
  async #find(username: string, password: Uint8Array): Promise<CachedCredential> {
    const found = await this.#cache.find(username);
    const { credential } = found;
    if (credential === null || matchesSecret(password, credential.passwordHash)) return found;
    return this.#cache.find(username, this.#config.denyTtlMs);
  }
}

function decide(credential: StoredCredential | null, password: Uint8Array, clientId: string): Authentication {
  if (credential === null) return refuseCredentials();
  const agent = identityOf(credential);
  const isRight = matchesSecret(password, credential.passwordHash) && !credential.revoked;
  if (!isRight) return { ...refuseCredentials(), agent };
  if (!isUsable(credential)) return { allow: false, reason: 'agent-disabled', agent };
  if (!mayConnect(agent, clientId).allow) return { allow: false, reason: 'client-id', agent };
  return { allow: true, agent };
}

function refuseAnonymous(): Refusal {
  return { allow: false, reason: 'anonymous' };
}

function refuseCredentials(): Refusal {
  return { allow: false, reason: 'bad-credentials' };
}
