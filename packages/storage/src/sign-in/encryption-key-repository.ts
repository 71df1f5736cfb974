import type { Queryable } from '../database.ts';

/**
 * Reads the installation's own encryption key, 32 bytes.
 *
 * @param candidate - becomes the key when there is none yet; of two processes that offer one, one wins
 */
export async function readEncryptionKey(db: Queryable, candidate: Uint8Array): Promise<Uint8Array> {
  await db.query('INSERT INTO encryption_keys (key) VALUES ($1) ON CONFLICT DO NOTHING', [candidate]);
  const [row] = await db.query<{ key: Uint8Array }>('SELECT key FROM encryption_keys');
  if (row === undefined) throw new Error('The table encryption_keys has lost its row');
  return row.key;
}
