import { Problem } from '@hawser/core';
import { hash, verify } from '@node-rs/argon2';

/**
 * Two at a time, because hashing runs on the threads that the queue's fsync needs as well, and each takes 19 MiB.
 */
const MAX_RUNNING = 2;
const MAX_WAITING = 64;

/** The library's number for argon2id; its enum cannot be used with `isolatedModules`. */
const ARGON2ID = 2;

/** OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane. */
const OPTIONS = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export interface PasswordHasher {
  /** @throws Problem `unavailable` when too many are waiting already */
  hash(password: string): Promise<string>;
  /**
   * Compares in constant time. With null (no such user) it does the same work and answers false, so that the time
   * does not tell whether a user exists.
   *
   * @throws Problem `unavailable` when too many are waiting already
   */
  verify(stored: string | null, password: string): Promise<boolean>;
}

/** Hashes passwords with argon2id, a bounded number at a time. */
export function createPasswordHasher(): PasswordHasher {
  const gate = createGate();
  let nobody: Promise<string> | null = null;
  const hashOfNobody = (): Promise<string> => {
    nobody ??= hash('the password of nobody', OPTIONS);
    return nobody;
  };
  return {
    hash: (password) => gate(() => hash(password, OPTIONS)),
    verify: (stored, password) =>
      gate(async () => {
        const matches = await verify(stored ?? (await hashOfNobody()), password);
        return matches && stored !== null;
      }),
  };
}

type Gate = <Result>(work: () => Promise<Result>) => Promise<Result>;

function createGate(): Gate {
  const waiting: (() => void)[] = [];
  let running = 0;
  const release = (): void => {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  };
  return async (work) => {
    if (running < MAX_RUNNING) running += 1;
    else if (waiting.length >= MAX_WAITING) {
      throw new Problem('unavailable', 'Too many sign-ins at once.', { retryAfterSeconds: 2 });
    } else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      release();
    }
  };
}
