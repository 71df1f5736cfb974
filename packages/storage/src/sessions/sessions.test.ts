import { randomBytes, randomUUID } from 'node:crypto';
import type { UserId } from '@hawser/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAccountRepository } from '../accounts/account-repository.ts';
import { TEST_ENGINES, type TestEngine } from '../readings/testing/engines.ts';
import { createUserRepository } from '../users/user-repository.ts';
import { createOneTimeTokenRepository } from './one-time-token-repository.ts';
import { createSessionRepository, type SessionRepository } from './session-repository.ts';
import { createSigningKeyRepository } from './signing-key-repository.ts';

const NOW = 1_700_000_000_000;
const LATER = NOW + 60_000;

describe.each(TEST_ENGINES)('sessions on %s', (_name, open) => {
  let engine: TestEngine;
  let sessions: SessionRepository;
  let userId: UserId;
  let family: string;

  beforeAll(async () => {
    engine = await open();
    sessions = createSessionRepository(engine.database);
  });
  beforeEach(async () => {
    const db = engine.database;
    await db.query('TRUNCATE accounts, one_time_tokens, signing_keys CASCADE');
    const account = await createAccountRepository(db).create({ name: 'sys', parentId: null });
    const user = { accountId: account.id, email: 'a@b.c', passwordHash: '' };
    userId = (await createUserRepository(db).create(user)).id;
    family = randomUUID();
  });
  afterAll(() => engine.close());

  async function addToken(expiresAt = LATER): Promise<Uint8Array> {
    const tokenHash = new Uint8Array(randomBytes(32));
    await sessions.insertRefreshToken({ family, userId, tokenHash, expiresAt });
    return tokenHash;
  }

  describe('refresh tokens', () => {
    it('can be used once, and tell when they are used again', async () => {
      const token = await addToken();
      expect(await sessions.useRefreshToken(token, NOW)).toEqual({ status: 'ok', userId, family });
      expect(await sessions.useRefreshToken(token, NOW)).toEqual({ status: 'reused', family });
    });

    it('are given to one of many who use the same one at once', async () => {
      const token = await addToken();
      const uses = await Promise.all(Array.from({ length: 8 }, () => sessions.useRefreshToken(token, NOW)));
      expect(uses.filter(({ status }) => status === 'ok')).toHaveLength(1);
      expect(uses.filter(({ status }) => status === 'reused')).toHaveLength(7);
    });

    it('are unknown when they never were or have expired', async () => {
      expect(await sessions.useRefreshToken(new Uint8Array(32), NOW)).toEqual({ status: 'unknown' });
      expect(await sessions.useRefreshToken(await addToken(NOW), NOW)).toEqual({ status: 'unknown' });
    });

    it('end with their family, also one that is added after the end', async () => {
      const before = await addToken();
      await sessions.revokeFamily(family);
      const after = await addToken();
      expect(await sessions.useRefreshToken(before, NOW)).toEqual({ status: 'unknown' });
      expect(await sessions.useRefreshToken(after, NOW)).toEqual({ status: 'unknown' });
      expect(await sessions.familyActive(family)).toBe(false);
    });

    it('keep other families when one ends', async () => {
      await addToken();
      const ended = family;
      family = randomUUID();
      const token = await addToken();
      await sessions.revokeFamily(ended);
      expect(await sessions.familyActive(family)).toBe(true);
      expect(await sessions.useRefreshToken(token, NOW)).toMatchObject({ status: 'ok' });
    });

    it('do not make an unknown family active', async () => {
      expect(await sessions.familyActive(randomUUID())).toBe(false);
    });

    it('are forgotten when they have expired', async () => {
      await addToken(NOW - 1);
      const valid = await addToken();
      await sessions.purgeExpired(NOW);
      expect(await engine.database.query('SELECT token_hash FROM refresh_tokens')).toEqual([{ token_hash: valid }]);
    });
  });

  describe('one-time tokens', () => {
    const hash = new Uint8Array(32).fill(7);
    const create = () => createOneTimeTokenRepository(engine.database);

    it('can be taken once, for their purpose, before they expire', async () => {
      const tokens = create();
      await tokens.insert({ tokenHash: hash, purpose: 'sign-in', userId, expiresAt: LATER });
      expect(await tokens.exists('sign-in')).toBe(true);
      expect(await tokens.exists('setup')).toBe(false);
      expect(await tokens.take(hash, 'setup', NOW)).toBeNull();
      expect(await tokens.take(hash, 'sign-in', LATER)).toBeNull();
      const taken = await Promise.all([tokens.take(hash, 'sign-in', NOW), tokens.take(hash, 'sign-in', NOW)]);
      expect(taken.filter((one) => one !== null)).toEqual([{ userId }]);
      expect(await tokens.exists('sign-in')).toBe(false);
    });

    it('need no user for set-up, and may be preset again', async () => {
      const tokens = create();
      await tokens.insert({ tokenHash: hash, purpose: 'setup', userId: null, expiresAt: NOW });
      await tokens.insert({ tokenHash: hash, purpose: 'setup', userId: null, expiresAt: LATER });
      expect(await tokens.take(hash, 'setup', NOW)).toEqual({ userId: null });
    });

    it('are forgotten when they have expired', async () => {
      const tokens = create();
      await tokens.insert({ tokenHash: hash, purpose: 'setup', userId: null, expiresAt: NOW });
      await tokens.purgeExpired(LATER);
      expect(await tokens.exists('setup')).toBe(false);
    });
  });

  describe('signing keys', () => {
    it('are given newest first while they are not retired', async () => {
      const keys = createSigningKeyRepository(engine.database);
      const key = (kid: string, createdAt: number, retireAt: number | null) => ({
        kid,
        privateJwk: { kty: 'EC', d: kid },
        publicJwk: { kty: 'EC', x: [kid] },
        createdAt,
        retireAt,
      });
      const old = key('old', NOW - 2, LATER);
      const current = key('current', NOW - 1, null);
      for (const each of [key('gone', NOW, NOW), old, current, key('old', NOW, null)]) await keys.insert(each);
      expect(await keys.active(NOW)).toEqual([current, old]);
    });
  });
});
