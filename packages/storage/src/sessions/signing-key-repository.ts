import type { Queryable } from '../database.ts';

/** A JSON Web Key (RFC 7517) as it is stored. */
export type StoredJwk = Readonly<Record<string, unknown>>;

/** Times in milliseconds since the Unix epoch. */
export interface SigningKey {
  /** Key id, as tokens name it. */
  readonly kid: string;
  /** Its place in the row of keys, from 1 on; each number is given once. */
  readonly generation: number;
  readonly privateJwk: StoredJwk;
  readonly publicJwk: StoredJwk;
  readonly createdAt: number;
  /** From then on it signs; it is published before. */
  readonly signsFrom: number;
  /** From then on nothing that it signed is accepted. */
  readonly retireAt: number;
}

export interface SigningKeyRepository {
  /**
   * The keys whose signatures are accepted, and the last one in any case; newest first.
   *
   * @param now - milliseconds since the Unix epoch
   */
  list(now: number): Promise<SigningKey[]>;
  /** Adds a key, unless another process has added the one of its generation: then that one stands. */
  insert(key: SigningKey): Promise<void>;
  /** Forgets keys that retired before `now` (milliseconds since the Unix epoch), but not the last one. */
  purgeRetired(now: number): Promise<void>;
}

const LAST = '(SELECT max(generation) FROM signing_keys)';

const ACTIVE = `SELECT kid, generation, private_jwk AS "privateJwk", public_jwk AS "publicJwk",
    created_at AS "createdAt", signs_from AS "signsFrom", retire_at AS "retireAt"
  FROM signing_keys WHERE retire_at > $1 OR generation = ${LAST} ORDER BY generation DESC`;

const INSERT = `INSERT INTO signing_keys (kid, generation, private_jwk, public_jwk, created_at, signs_from, retire_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`;

/** Keys that sign access tokens, on a database or in a transaction of it. */
export function createSigningKeyRepository(db: Queryable): SigningKeyRepository {
  return {
    list: (now) => db.query<SigningKey>(ACTIVE, [new Date(now)]),
    async insert({ kid, generation, privateJwk, publicJwk, createdAt, signsFrom, retireAt }) {
      const times = [createdAt, signsFrom, retireAt].map((time) => new Date(time));
      await db.query(INSERT, [kid, generation, privateJwk, publicJwk, ...times]);
    },
    async purgeRetired(now) {
      await db.query(`DELETE FROM signing_keys WHERE retire_at < $1 AND generation < ${LAST}`, [new Date(now)]);
    },
  };
}
