import type { Clock } from '@hawser/core';
import type { SigningKey, SigningKeyRepository } from '@hawser/storage';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';

/** ECDSA with P-256 (RFC 7518 section 3.4): every client library knows it. */
export const ALGORITHM = 'ES256';

const KEY_LIFE_MS = 90 * 86_400_000;
/** Keys are read again this often, so that one made by another process is found. */
const REFRESH_MS = 60_000;

export type PrivateKey = Awaited<ReturnType<typeof importJWK>>;

export interface SigningKeys {
  /** The key that new tokens are signed with; the first one is made when there is none. */
  current(): Promise<{ readonly kid: string; readonly key: PrivateKey }>;
  /** The public key with this id, or null when there is no such key any more. */
  byKid(kid: string): Promise<PrivateKey | null>;
  /** Every public key whose tokens may still be valid, as RFC 7517 writes them. */
  publicKeys(): Promise<JWK[]>;
}

interface Loaded {
  readonly at: number;
  readonly keys: readonly SigningKey[];
}

/** Keeps the signing keys of access tokens: stored in the database, replaced after 90 days, published as a JWKS. */
export function createSigningKeys(repository: SigningKeyRepository, clock: Clock): SigningKeys {
  const imported = new Map<string, Promise<PrivateKey>>();
  let loaded: Loaded | null = null;
  let loading: Promise<Loaded> | null = null;

  const load = async (): Promise<Loaded> => {
    const now = clock();
    const stored = await repository.active(now);
    const keys = stored.length > 0 && stored[0] !== undefined && signs(stored[0], now) ? stored : await add(now);
    loaded = { at: now, keys };
    return loaded;
  };
  const add = async (now: number): Promise<readonly SigningKey[]> => {
    await repository.insert(await newKey(now));
    return repository.active(now);
  };
  const keys = async (maxAgeMs: number): Promise<readonly SigningKey[]> => {
    if (loaded !== null && clock() - loaded.at < maxAgeMs) return loaded.keys;
    loading ??= load().finally(() => {
      loading = null;
    });
    return (await loading).keys;
  };
  const importOnce = (id: string, jwk: JWK): Promise<PrivateKey> => {
    const known = imported.get(id);
    if (known !== undefined) return known;
    const key = importJWK(jwk, ALGORITHM);
    imported.set(id, key);
    return key;
  };

  return {
    async current() {
      const [newest] = await keys(REFRESH_MS);
      if (newest === undefined) throw new Error('no signing key although one was just made');
      return { kid: newest.kid, key: await importOnce(`private ${newest.kid}`, newest.privateJwk as JWK) };
    },
    async byKid(kid) {
      const find = (list: readonly SigningKey[]): SigningKey | undefined => list.find((each) => each.kid === kid);
      const key = find(await keys(REFRESH_MS)) ?? find(await keys(1_000));
      return key === undefined ? null : importOnce(`public ${kid}`, key.publicJwk as JWK);
    },
    async publicKeys() {
      return (await keys(REFRESH_MS)).map((key) => key.publicJwk as JWK);
    },
  };
}
