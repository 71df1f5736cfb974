import { randomBytes } from 'node:crypto';
import type { AccountId, UserId } from '@hawser/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAccountRepository } from '../accounts/account-repository.ts';
import { TEST_ENGINES, type TestEngine } from '../readings/testing/engines.ts';
import { createUserRepository } from '../users/user-repository.ts';
import { createChallengeRepository } from './challenge-repository.ts';
import { readEncryptionKey } from './encryption-key-repository.ts';
import { createInvitationRepository } from './invitation-repository.ts';
import { createSignInFailureRepository } from './sign-in-failure-repository.ts';
import { createTotpRepository } from './totp-repository.ts';
import { createTrustedBrowserRepository } from './trusted-browser-repository.ts';

const NOW = 1_700_000_000_000;
const HOUR_MS = 3_600_000;
const hash = (byte: number) => new Uint8Array(32).fill(byte);

describe.each(TEST_ENGINES)('sign-in on %s', (_name, open) => {
  let engine: TestEngine;
  let accountId: AccountId;
  let userId: UserId;

  beforeAll(async () => {
    engine = await open();
  });
  beforeEach(async () => {
    const db = engine.database;
    await db.query('TRUNCATE accounts, sign_in_failures, encryption_keys CASCADE');
    accountId = (await createAccountRepository(db).create({ name: 'sys', parentId: null })).id;
    userId = (await createUserRepository(db).create({ accountId, email: 'a@b.c', passwordHash: '' })).id;
  });
  afterAll(() => engine.close());

  it('keeps one encryption key, whoever offers it', async () => {
    const offered = [randomBytes(32), randomBytes(32)];
    const keys = await Promise.all(offered.map((key) => readEncryptionKey(engine.database, key)));
    expect(keys[0]).toEqual(keys[1]);
    expect(await readEncryptionKey(engine.database, randomBytes(32))).toEqual(keys[0]);
  });

  it('uses a step up once, and with it those before', async () => {
    const totps = createTotpRepository(engine.database);
    expect(await totps.enrol(userId, hash(1), NOW)).toBe(true);
    expect(await totps.enrol(userId, hash(2), NOW + 1)).toBe(true);
    expect(await totps.find(userId)).toEqual({ secret: hash(2), createdAt: NOW + 1, confirmedAt: null });
    expect(await totps.confirm(userId, NOW + 2)).toBe(true);
    expect([await totps.confirm(userId, NOW), await totps.enrol(userId, hash(3), NOW)]).toEqual([false, false]);
    const uses = await Promise.all(Array.from({ length: 5 }, () => totps.useStep(userId, 50_000_000)));
    expect(uses.filter(Boolean)).toHaveLength(1);
    expect([await totps.useStep(userId, 49_999_999), await totps.useStep(userId, 50_000_001)]).toEqual([false, true]);
  });

  it('uses each recovery code up once, and forgets them with the second factor', async () => {
    const totps = createTotpRepository(engine.database);
    await totps.enrol(userId, hash(1), NOW);
    await totps.setRecoveryCodes(userId, [hash(1), hash(2)]);
    const uses = await Promise.all([1, 2, 3].map(() => totps.useRecoveryCode(userId, hash(1))));
    expect(uses.filter(Boolean)).toHaveLength(1);
    expect(await totps.countRecoveryCodes(userId)).toBe(1);
    expect([await totps.remove(userId), await totps.remove(userId)]).toEqual([true, false]);
    expect(await totps.countRecoveryCodes(userId)).toBe(0);
  });

  it('counts the tries of a challenge, also at the same time', async () => {
    const challenges = createChallengeRepository(engine.database);
    await challenges.insert({ tokenHash: hash(1), userId, expiresAt: NOW + 1 });
    expect(await challenges.tryOnce(hash(1), 3, NOW + 1)).toBeNull();
    const tries = await Promise.all(Array.from({ length: 6 }, () => challenges.tryOnce(hash(1), 3, NOW)));
    expect(tries.filter((user) => user === userId)).toHaveLength(3);
    expect([await challenges.take(hash(1)), await challenges.take(hash(1))]).toEqual([true, false]);
  });

  it('trusts a browser until it expires', async () => {
    const browsers = createTrustedBrowserRepository(engine.database);
    const about = { userId, tokenHash: hash(1), address: '::1', userAgent: 'b', createdAt: NOW, expiresAt: NOW + 9 };
    await browsers.insert(about);
    expect(await browsers.isTrusted(userId, hash(1), NOW + 8)).toBe(true);
    expect(await browsers.isTrusted(userId, hash(1), NOW + 9)).toBe(false);
    const [listed] = await browsers.listOf(userId, NOW);
    expect(listed).toMatchObject({ address: '::1', userAgent: 'b', lastUsedAt: NOW + 8 });
    await browsers.purgeExpired(NOW + 10);
    expect(await browsers.remove(userId, listed!.id)).toBe(false);
  });

  it('counts a try under all keys or none, locks, and forgets the oldest above a number', async () => {
    const failures = createSignInFailureRepository(engine.database);
    const lockout = { freeTries: 2, firstLockMs: 1_000, maxLockMs: 3_000 };
    const enter = (now: number, ...keys: number[]) =>
      failures.enter(
        keys.map((key) => ({ key: hash(key), lockout })),
        now,
        HOUR_MS,
      );
    expect([await enter(NOW, 1, 2), await enter(NOW, 1)]).toEqual([null, null]);
    expect(await enter(NOW, 2, 1)).toBe(NOW + 1_000);
    expect(await enter(NOW, 2)).toBeNull();
    expect([await enter(NOW + 1_000, 1), await enter(NOW + 1_000, 1)]).toEqual([null, NOW + 3_000]);
    expect([await enter(NOW + 3_000, 1), await enter(NOW + 3_000, 1)]).toEqual([null, NOW + 6_000]);
    expect(await enter(NOW + 5 * HOUR_MS, 1)).toBeNull();
    await failures.purge(0, 1);
    expect(await engine.database.query('SELECT key FROM sign_in_failures')).toEqual([{ key: hash(1) }]);
  });

  it('keeps one invitation of an address in an account, and gives it to one who accepts', async () => {
    const invitations = createInvitationRepository(engine.database);
    const names = { roleName: 'viewer', accountName: 'sys', fleetName: null };
    const grants = [{ role: { builtIn: 'viewer' }, accountId, descendants: false, fleetId: null, ...names }] as const;
    const about = { accountId, email: 'Ada@B.c', grants, invitedBy: userId, createdAt: NOW, expiresAt: NOW + 10 };
    const first = await invitations.create({ ...about, tokenHash: hash(1) });
    expect(first).toEqual({ ...about, id: first.id, email: 'ada@b.c' });
    await expect(invitations.create({ ...about, tokenHash: hash(2) })).rejects.toMatchObject({ code: 'name-taken' });
    const later = { ...about, createdAt: NOW + 10, expiresAt: NOW + 20, tokenHash: hash(3) };
    const second = await invitations.create(later);
    expect(await invitations.byId(accountId, first.id)).toBeNull();
    expect(await invitations.byToken(hash(3), NOW + 19)).toEqual(second);
    expect(await invitations.byToken(hash(3), NOW + 20)).toBeNull();
    expect([await invitations.take(hash(3)), await invitations.take(hash(3))]).toEqual([true, false]);
  });
});
