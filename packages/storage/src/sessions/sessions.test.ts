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

  const CLIENT = { address: '192.0.2.7', userAgent: 'a browser' };

  async function begin(expiresAt = LATER, endsAt: number | null = null): Promise<Uint8Array> {
    const tokenHash = new Uint8Array(randomBytes(32));
    await sessions.begin(
      { family, userId, startedAt: NOW, endsAt, secondFactorGiven: false, ...CLIENT },
      { tokenHash, expiresAt },
    );
    return tokenHash;
  }

  async function renew(now = NOW): Promise<Uint8Array> {
    const tokenHash = new Uint8Array(randomBytes(32));
    await sessions.renew(family, { tokenHash, expiresAt: LATER }, { address: '::1', userAgent: 'curl' }, now);
    return tokenHash;
  }

  describe('refresh tokens', () => {
    it('can be used once, and tell when they are used again', async () => {
      const token = await begin(LATER, LATER + 1);
      expect(await sessions.useRefreshToken(token, NOW)).toEqual({ status: 'ok', userId, family, endsAt: LATER + 1 });
      expect(await sessions.useRefreshToken(token, NOW)).toEqual({ status: 'reused', userId, family });
    });

    it('are given to one of many who use the same one at once', async () => {
      const token = await begin();
      const uses = await Promise.all(Array.from({ length: 8 }, () => sessions.useRefreshToken(token, NOW)));
      expect(uses.filter(({ status }) => status === 'ok')).toHaveLength(1);
      expect(uses.filter(({ status }) => status === 'reused')).toHaveLength(7);
    });

    it('are unknown when they never were or have expired', async () => {
      expect(await sessions.useRefreshToken(new Uint8Array(32), NOW)).toEqual({ status: 'unknown' });
      expect(await sessions.useRefreshToken(await begin(NOW), NOW)).toEqual({ status: 'unknown' });
    });

    it('end with their session, also one that is added after the end', async () => {
      const before = await begin();
      await sessions.end(family);
      expect(await sessions.useRefreshToken(before, NOW)).toEqual({ status: 'unknown' });
      expect(await sessions.useRefreshToken(await renew(), NOW)).toEqual({ status: 'unknown' });
      expect(await sessions.active(family)).toBeNull();
    });

    it('keep other sessions when one ends', async () => {
      await begin();
      const ended = family;
      family = randomUUID();
      const token = await begin();
      await sessions.end(ended);
      expect(await sessions.active(family)).toEqual({ secondFactorGiven: false });
      expect(await sessions.useRefreshToken(token, NOW)).toMatchObject({ status: 'ok' });
    });

    it('are forgotten when they have expired, with their session when that has', async () => {
      await begin(NOW - 1);
      family = randomUUID();
      await begin(NOW - 1);
      const valid = await renew();
      await sessions.purgeExpired(NOW);
      expect(await engine.database.query('SELECT token_hash FROM refresh_tokens')).toEqual([{ token_hash: valid }]);
      expect(await engine.database.query('SELECT family FROM sessions')).toEqual([{ family }]);
    });
  });

  describe('sessions of a user', () => {
    it('are listed while they can be renewed, last used first', async () => {
      const older = family;
      await begin();
      family = randomUUID();
      await begin(NOW);
      family = randomUUID();
      await begin();
      await renew(NOW + 5);
      const listed = await sessions.listOf(userId, NOW);
      expect(listed).toEqual([
        { family, address: '::1', userAgent: 'curl', createdAt: NOW, lastUsedAt: NOW + 5, expiresAt: LATER },
        { family: older, ...CLIENT, createdAt: NOW, lastUsedAt: NOW, expiresAt: LATER },
      ]);
    });

    it('end all at once, but for the one to keep', async () => {
      const others = [family, randomUUID()];
      for (family of others) await begin();
      family = randomUUID();
      await begin();
      expect((await sessions.endAllOf(userId, family)).sort()).toEqual(others.sort());
      expect((await sessions.listOf(userId, NOW)).map((session) => session.family)).toEqual([family]);
      expect(await sessions.endAllOf(userId, null)).toEqual([family]);
      expect(await sessions.active(randomUUID())).toBeNull();
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
    const key = (kid: string, generation: number, retireAt: number) => ({
      kid,
      generation,
      privateJwk: { kty: 'EC', d: kid },
      publicJwk: { kty: 'EC', x: [kid] },
      createdAt: NOW - 2,
      signsFrom: NOW - 1,
      retireAt,
    });

    it('are given newest first while they are not retired, the last one in any case', async () => {
      const keys = createSigningKeyRepository(engine.database);
      const [old, current] = [key('old', 2, LATER), key('current', 3, LATER + 1)];
      for (const each of [key('gone', 1, NOW), old, current]) await keys.insert(each);
      expect(await keys.list(NOW)).toEqual([current, old]);
      expect(await keys.list(LATER + 2)).toEqual([current]);
      await keys.purgeRetired(LATER + 2);
      expect(await keys.list(0)).toEqual([current]);
    });

    it('have each number once: of two makers one wins', async () => {
      const keys = createSigningKeyRepository(engine.database);
      await Promise.all([keys.insert(key('mine', 1, LATER)), keys.insert(key('yours', 1, LATER))]);
      expect(await keys.list(NOW)).toHaveLength(1);
    });
  });
});
