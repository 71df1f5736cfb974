import type { Clock } from '@hawser/core';
import type { SigningKey, SigningKeyRepository, StoredJwk } from '@hawser/storage';
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';

/** ECDSA with P-256 (RFC 7518 section 3.4): every client library knows it. */
export const ALGORITHM = 'ES256';

const DAY_MS = 86_400_000;
/** A key is published this long before it signs, so that whoever keeps the JWKS has it in time. */
const LEAD_MS = DAY_MS;
/** Keys are read again this often, so that one made by another process is found. */
const REREAD_MS = 60_000;
/** A token that names an unknown key makes the keys be read again, but not more often than this. */
const REREAD_UNKNOWN_MS = 1_000;

/** Both in milliseconds. */
export interface KeyLives {
  /** How long a key signs. */
  readonly signingMs: number;
  /** How long an access token lives at most: so much longer a key is accepted than it signs. */
  readonly tokenMs: number;
}

export interface SigningKeys {
  /** The key that new tokens are signed with; it is made when there is none. */
  current(): Promise<{ readonly kid: string; readonly key: CryptoKey }>;
  /** The public key with this id, or null when there is no such key any more. */
  byKid(kid: string): Promise<CryptoKey | null>;
  /** Every public key whose tokens are accepted or will be, as RFC 7517 writes them; the newest first. */
  publicKeys(): Promise<JWK[]>;
  /** Makes the next key when it is time, and forgets those that nobody needs any more. */
  rotate(): Promise<void>;
}

/**
 * The signing keys of access tokens: stored in the database, one after the other, published as a JWKS. A key's
 * successor is published a day before it takes over, and the old key until the last token it signed has expired.
 */
export function createSigningKeys(lives: KeyLives, repository: SigningKeyRepository, clock: Clock): SigningKeys {
  const store = new KeyStore(lives, repository, clock);
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
    async rotate() {
      await store.signingKey();
      await repository.purgeRetired(clock());
    },
  };
}

class KeyStore {
  readonly #lives: KeyLives;
  readonly #repository: SigningKeyRepository;
  readonly #clock: Clock;
  readonly #imported = new Map<string, Promise<CryptoKey>>();
  /** Newest first; also the last one when it has retired, because the next one is counted from it. */
  #read: readonly SigningKey[] = [];
  #readAt = Number.NEGATIVE_INFINITY;
  #making: Promise<void> | null = null;

  constructor(lives: KeyLives, repository: SigningKeyRepository, clock: Clock) {
    this.#lives = lives;
    this.#repository = repository;
    this.#clock = clock;
  }

  /** The accepted keys, newest first, as read at most `maxAgeMs` ago. */
  async keys(maxAgeMs: number): Promise<readonly SigningKey[]> {
    const now = this.#clock();
    if (now - this.#readAt >= maxAgeMs) await this.#reread(now);
    return this.#read.filter((key) => key.retireAt > now);
  }

  async signingKey(): Promise<SigningKey> {
    await this.keys(REREAD_MS);
    if (this.#isNextDue()) {
      this.#making ??= this.#makeNext().finally(() => {
        this.#making = null;
      });
      await this.#making;
    }
    const key = this.#signing();
    if (key === undefined) throw new Error('a signing key was made and is not there');
    return key;
  }

  import(name: string, jwk: StoredJwk): Promise<CryptoKey> {
    const known = this.#imported.get(name);
    if (known !== undefined) return known;
    const key = importKey({ ...jwk });
    this.#imported.set(name, key);
    return key;
  }

  async #reread(now: number): Promise<void> {
    this.#read = await this.#repository.list(now);
    this.#readAt = now;
  }

  /** The newest one whose time has come. The first one of all counts also when the clock of its maker is ahead. */
  #signing(): SigningKey | undefined {
    const now = this.#clock();
    const accepted = this.#read.filter((key) => key.retireAt > now);
    return accepted.find((key) => key.signsFrom <= now) ?? accepted.at(-1);
  }

  #isNextDue(): boolean {
    const [last] = this.#read;
    return last === undefined || this.#clock() >= this.#endOf(last) - this.#lead();
  }

  #endOf(key: SigningKey): number {
    return key.signsFrom + this.#lives.signingMs;
  }

  #lead(): number {
    return Math.min(LEAD_MS, this.#lives.signingMs / 2);
  }

  /** Of several processes that find the same last key, one makes its successor, and all use that. */
  async #makeNext(): Promise<void> {
    await this.#reread(this.#clock());
    if (this.#isNextDue()) await this.#repository.insert(await this.#next(this.#read[0]));
    await this.#reread(this.#clock());
  }

  /** Its time begins when that of the last one ends; at once when that is over, or there is none. */
  async #next(last: SigningKey | undefined): Promise<SigningKey> {
    const now = this.#clock();
    const signsFrom = last === undefined ? now : Math.max(now, this.#endOf(last));
    const retireAt = signsFrom + this.#lives.signingMs + this.#lead() + this.#lives.tokenMs;
    return { ...(await newKeyPair()), generation: (last?.generation ?? 0) + 1, createdAt: now, signsFrom, retireAt };
  }
}

async function newKeyPair(): Promise<Pick<SigningKey, 'kid' | 'privateJwk' | 'publicJwk'>> {
  const { privateKey, publicKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const bare = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(bare);
  const about = { kid, alg: ALGORITHM, use: 'sig' };
  return { kid, privateJwk: { ...(await exportJWK(privateKey)), ...about }, publicJwk: { ...bare, ...about } };
}

async function importKey(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, ALGORITHM);
  if (key instanceof Uint8Array) throw new Error('a stored signing key is not an elliptic-curve key');
  return key;
}
