import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { type Clock, Problem } from '@hawser/core';
import { BoundedCache } from '../sessions/bounded-cache.ts';

const MAX_REMEMBERED = 10_000;
const TTL_MS = 24 * 60 * 60_000;
const CIPHER = 'aes-256-gcm';

interface Sealed {
  readonly iv: Uint8Array;
  readonly data: Uint8Array;
  readonly tag: Uint8Array;
}

type Outcome = { readonly state: 'running' } | { readonly state: 'done'; readonly answer: Sealed };
type Entry = Outcome & { readonly fingerprint: string };

/** What makes two requests the same one. */
export interface IdempotentRequest {
  /** The header; without it every request is done. */
  readonly key: string | undefined;
  /** Who asks, and for which operation: keys of different callers never meet. */
  readonly scope: readonly string[];
  readonly body: unknown;
}

export interface IdempotencyStore {
  /**
   * Does `work` unless the same request was done before; then answers what it answered.
   *
   * @throws Problem `conflict` when the first one still runs, or the key was used with another body
   */
  once<Answer>(request: IdempotentRequest, work: () => Promise<Answer>): Promise<Answer>;
}

/**
 * Remembers the answers of creates by their `Idempotency-Key`, 24 hours long and at most 10,000 of them.
 *
 * An answer can hold a password that is shown only once and must not lie around in clear. It is therefore kept in
 * memory only, encrypted with a key that is derived from the client's own `Idempotency-Key`, of which only a hash is
 * kept: without the client's next request nothing here can be read. After a restart a repeat is not recognised, but
 * cannot double anything either: names are unique, so it answers `name-taken`.
 */
export function createIdempotencyStore(clock: Clock): IdempotencyStore {
  const entries = new BoundedCache<string, Entry>({ max: MAX_REMEMBERED, ttlMs: TTL_MS, clock });
  return {
    async once<Answer>({ key, scope, body }: IdempotentRequest, work: () => Promise<Answer>): Promise<Answer> {
      if (key === undefined) return work();
      const secret = JSON.stringify([...scope, key]);
      const id = digest(`id ${secret}`);
      const fingerprint = digest(JSON.stringify(body ?? null));
      const known = entries.get(id);
      if (known !== undefined) return JSON.parse(recall(known, fingerprint, secret)) as Answer;
      entries.set(id, { state: 'running', fingerprint });
      try {
        const answer = await work();
        entries.set(id, { state: 'done', fingerprint, answer: seal(JSON.stringify(answer), secret) });
        return answer;
      } catch (error) {
        entries.delete(id);
        throw error;
      }
    },
  };
}

function recall(entry: Entry, fingerprint: string, secret: string): string {
  if (entry.fingerprint !== fingerprint) {
    throw new Problem('conflict', 'This Idempotency-Key was used with another body.', {
      hint: 'Use a new key for a new request.',
    });
  }
  if (entry.state === 'running') {
    throw new Problem('conflict', 'The first request with this Idempotency-Key is not finished yet.', {
      hint: 'Try again in a moment.',
    });
  }
  return unseal(entry.answer, secret);
}

function seal(text: string, secret: string): Sealed {
  const iv = randomBytes(12);
  const cipher = createCipheriv(CIPHER, sealingKey(secret), iv);
  const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return { iv, data, tag: cipher.getAuthTag() };
}

function unseal({ iv, data, tag }: Sealed, secret: string): string {
  const decipher = createDecipheriv(CIPHER, sealingKey(secret), iv);
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(data), decipher.final()]).toString('utf8');
}

function sealingKey(secret: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', 'hawser idempotency', 32));
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
