import type { Queryable } from '../database.ts';

/** A JSON Web Key (RFC 7517) as it is stored. */
export type StoredJwk = Readonly<Record<string, unknown>>;

export interface SigningKey {
  /** Key id, as tokens name it. */
  readonly kid: string;
  readonly privateJwk: StoredJwk;
  readonly publicJwk: StoredJwk;
  /** Milliseconds since the Unix epoch. */
  readonly createdAt: number;
  /** From then on nothing that it signed is accepted; null means never. Milliseconds since the Unix epoch. */
  readonly retireAt: number | null;
}

export interface SigningKeyRepository {
  /**
   * The keys whose signatures are accepted, newest first.
   *
   * @param now - milliseconds since the Unix epoch
   */
  active(now: number): Promise<SigningKey[]>;
  /** Adds a key. One with the same id stays as it is. */
  insert(key: SigningKey): Promise<void>;
}

const ACTIVE = `SELECT kid, private_jwk AS "privateJwk", public_jwk AS "publicJwk", created_at AS "createdAt",
    retire_at AS "retireAt"
  FROM signing_keys WHERE retire_at IS NULL OR retire_at > $1 ORDER BY created_at DESC, kid`;

const INSERT = `INSERT INTO signing_keys (kid, private_jwk, public_jwk, created_at, retire_at)
  VALUES ($1, $2, $3, $4, $5) ON CONFLICT (kid) DO NOTHING`;

/** Keys that sign access tokens, on a database or in a transaction of it. */
export function createSigningKeyRepository(db: Queryable): SigningKeyRepository {
  return {
    active: (now) => db.query<SigningKey>(ACTIVE, [new Date(now)]),
    async insert({ kid, privateJwk, publicJwk, createdAt, retireAt }) {
      const retire = retireAt === null ? null : new Date(retireAt);
      await db.query(INSERT, [kid, privateJwk, publicJwk, new Date(createdAt), retire]);
    },
  };
}
