import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { type Queryable, readEncryptionKey } from '@hawser/storage';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const KEY_ID_BYTES = 8;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const DATA_START = KEY_ID_BYTES + IV_BYTES + TAG_BYTES;

/** Encrypts what the database keeps and must not be readable in it. */
export interface SecretBox {
  /** @param owner - what the secret belongs to; it can be opened for that only */
  seal(secret: Uint8Array, owner: string): Promise<Uint8Array>;
  /** @throws Error when it was sealed with another key or for another owner, or was changed */
  open(sealed: Uint8Array, owner: string): Promise<Uint8Array>;
}

interface Key {
  /** First bytes of a hash of the key, so that a sealed secret names the key it needs. */
  readonly id: Uint8Array;
  readonly bytes: Uint8Array;
}

/**
 * AES-256-GCM with the key of the operator, else with one that the database keeps. What the database's key sealed can
 * still be opened after the operator has set a key.
 *
 * @param secretKey - text that the key is derived from; null when there is none
 */
export function createSecretBox(secretKey: string | null, db: Queryable): SecretBox {
  const given = secretKey === null ? null : describeKey(derive(secretKey));
  let kept: Promise<Key> | null = null;
  const keptKey = (): Promise<Key> => {
    kept ??= readEncryptionKey(db, randomBytes(KEY_BYTES)).then(describeKey, (error: unknown) => {
      kept = null;
      throw error;
    });
    return kept;
  };
  return {
    async seal(secret, owner) {
      return seal(given ?? (await keptKey()), secret, owner);
    },
    async open(sealed, owner) {
      const isFor = (key: Key) => Buffer.compare(key.id, sealed.subarray(0, KEY_ID_BYTES)) === 0;
      if (given !== null && isFor(given)) return open(given, sealed, owner);
      const key = await keptKey();
      if (isFor(key)) return open(key, sealed, owner);
      throw new Error('A stored secret was encrypted with another SECRET_KEY; set that one again');
    },
  };
}

function seal(key: Key, secret: Uint8Array, owner: string): Uint8Array {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key.bytes, iv).setAAD(Buffer.from(owner));
  const data = Buffer.concat([cipher.update(secret), cipher.final()]);
  return Buffer.concat([key.id, iv, cipher.getAuthTag(), data]);
}

function open(key: Key, sealed: Uint8Array, owner: string): Uint8Array {
  const iv = sealed.subarray(KEY_ID_BYTES, KEY_ID_BYTES + IV_BYTES);
  const tag = sealed.subarray(KEY_ID_BYTES + IV_BYTES, DATA_START);
  const decipher = createDecipheriv(CIPHER, key.bytes, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(owner)).setAuthTag(tag);
  return Buffer.concat([decipher.update(sealed.subarray(DATA_START)), decipher.final()]);
}

function derive(secretKey: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secretKey, '', 'hawser secrets at rest', KEY_BYTES));
}

function describeKey(bytes: Uint8Array): Key {
  return { bytes, id: createHash('sha256').update(bytes).digest().subarray(0, KEY_ID_BYTES) };
}
