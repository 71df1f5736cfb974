import type { Clock } from '@hawser/core';
import type { SigningKey, SigningKeyRepository, StoredJwk } from '@hawser/storage';
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';

/** ECDSA with P-256 (RFC 7518 section 3.4): every client library knows it. */
export const ALGORITHM = 'ES256';

const DAY_MS = 86_400_000;
/** How long a key signs; its successor is made when it is needed after that. */
const SIGNING_LIFE_MS = 90 * DAY_MS;
/** How much longer its tokens are accepted; none lives as long as that. */
const OVERLAP_MS = DAY_MS;
/** Keys are read again this often, so that one made by another process is found. */
const REREAD_MS = 60_000;
/** A token that names an unknown key makes the keys be read again, but not more often than this. */
const REREAD_UNKNOWN_MS = 1_000;

export interface SigningKeys {
  /** The key that new tokens are signed with; it is made when there is none. */
  current(): Promise<{ readonly kid: string; readonly key: CryptoKey }>;
  /** The public key with this id, or null when there is no such key any more. */
  byKid(kid: string): Promise<CryptoKey | null>;
  /** Every public key whose tokens are accepted, as RFC 7517 writes them. */
  publicKeys(): Promise<JWK[]>;
}

/** The signing keys of access tokens: stored in the database, replaced after 90 days, published as a JWKS. */
export function createSigningKeys(repository: SigningKeyRepository, clock: Clock): SigningKeys {
  const store = new KeyStore(repository, clock);
  return {
    async current() {
      const key = await store.signingKey();
      return { kid: key.kid, key: await store.import(`private ${key.kid}`, key.privateJwk) };
    },
    async byKid(kid) {
      const find = (keys: readonly SigningKey[]) => keys.find((each) => each.kid === kid);
      const key = find(await store.keys(REREAD_MS)) ?? find(await store.keys(REREAD_UNKNOWN_MS));
      return key === undefined ? null : store.import(`public ${kid}`, key.publicJwk);
    },
    async publicKeys() {
      await store.signingKey();
      return (await store.keys(REREAD_MS)).map((key) => ({ ...key.publicJwk }));
    },
  };
}

class KeyStore {
  readonly #repository: SigningKeyRepository;
  readonly #clock: Clock;
  readonly #imported = new Map<string, Promise<CryptoKey>>();
  #keys: readonly SigningKey[] = [];
  #readAt = Number.NEGATIVE_INFINITY;
  #making: Promise<void> | null = null;

  constructor(repository: SigningKeyRepository, clock: Clock) {
    this.#repository = repository;
    this.#clock = clock;
  }

  /** The accepted keys, newest first, as read at most `maxAgeMs` ago. */
  async keys(maxAgeMs: number): Promise<readonly SigningKey[]> {
    const now = this.#clock();
    if (now - this.#readAt < maxAgeMs) return this.#keys.filter((key) => key.retireAt === null || key.retireAt > now);
    this.#keys = await this.#repository.active(now);
    this.#readAt = now;
    return this.#keys;
  }

  async signingKey(): Promise<SigningKey> {
    const usable = this.#usable(await this.keys(REREAD_MS));
    if (usable !== undefined) return usable;
    this.#making ??= this.#make().finally(() => {
      this.#making = null;
    });
    await this.#making;
    const made = this.#usable(this.#keys);
    if (made === undefined) throw new Error('a signing key was made and is not there');
    return made;
  }

  import(name: string, jwk: StoredJwk): Promise<CryptoKey> {
    const known = this.#imported.get(name);
    if (known !== undefined) return known;
    const key = importKey({ ...jwk });
    this.#imported.set(name, key);
    return key;
  }

  #usable(keys: readonly SigningKey[]): SigningKey | undefined {
    return keys.find((key) => this.#clock() < key.createdAt + SIGNING_LIFE_MS);
  }

  async #make(): Promise<void> {
    await this.#repository.insert(await newKey(this.#clock()));
    await this.keys(0);
  }
}

async function newKey(now: number): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const bare = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(bare);
  const about = { kid, alg: ALGORITHM, use: 'sig' };
  return {
    kid,
    privateJwk: { ...(await exportJWK(privateKey)), ...about },
    publicJwk: { ...bare, ...about },
    createdAt: now,
    retireAt: now + SIGNING_LIFE_MS + OVERLAP_MS,
  };
}

async function importKey(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, ALGORITHM);
  if (key instanceof Uint8Array) throw new Error('a stored signing key is not an elliptic-curve key');
  return key;
}
