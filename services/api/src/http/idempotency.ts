import { createHash, hkdfSync } from 'node:crypto';
import { type Clock, Problem } from '@hawser/core';
import { BoundedCache } from '../sessions/bounded-cache.ts';
import { seal, unseal } from './seal.ts';

const MAX_REMEMBERED = 10_000;
const TTL_MS = 24 * 60 * 60_000;

type Outcome = { readonly state: 'running' } | { readonly state: 'done'; readonly answer: Uint8Array };
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
        entries.set(id, { state: 'done', fingerprint, answer: seal(sealingKey(secret), JSON.stringify(answer)) });
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
  const answer = unseal(sealingKey(secret), entry.answer);
  if (answer === null) throw new Error('a remembered answer does not open with the key it was sealed with');
  return answer;
}

function sealingKey(secret: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', 'hawser idempotency', 32));
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
