import type { AccountId } from '@hawser/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAccountRepository } from '../accounts/account-repository.ts';
import { TEST_ENGINES, type TestEngine } from '../readings/testing/engines.ts';
import { createTotpRepository } from '../sign-in/totp-repository.ts';
import { createUserRepository, type UserRepository } from './user-repository.ts';

describe.each(TEST_ENGINES)('UserRepository on %s', (_name, open) => {
  let engine: TestEngine;
  let users: UserRepository;
  let accountId: AccountId;

  beforeAll(async () => {
    engine = await open();
    users = createUserRepository(engine.database);
  });
  beforeEach(async () => {
    await engine.database.query('TRUNCATE accounts CASCADE');
    accountId = (await createAccountRepository(engine.database).create({ name: 'sys', parentId: null })).id;
  });
  afterAll(() => engine.close());

  const add = (email: string) => users.create({ accountId, email, passwordHash: '$argon2id$x' });

  it('finds a user by id and by e-mail in any case', async () => {
    const user = await add('Ada@Example.org');
    expect(user).toMatchObject({
      accountId,
      email: 'ada@example.org',
      name: '',
      disabled: false,
      isDefault: false,
      secondFactor: false,
      version: 1,
    });
    expect(user.lastSignInAt).toBeNull();
    expect(await users.byEmail('ADA@example.ORG')).toEqual(user);
    expect(await users.byId(user.id)).toEqual(user);
    expect(await users.byEmail('nobody@example.org')).toBeNull();
  });

  it('takes addresses whose case only PostgreSQL or only JavaScript would fold', async () => {
    const user = await add('İRFAN@example.org');
    expect(await users.byEmail('İRFAN@example.org')).toEqual(user);
  });

  it('refuses an e-mail address that somebody has', async () => {
    await add('ada@example.org');
    await expect(add('ADA@example.org')).rejects.toMatchObject({ code: 'conflict' });
    expect(await users.count()).toBe(1);
  });

  it('records the last sign-in to the millisecond', async () => {
    const { id } = await add('ada@example.org');
    await users.recordSignIn(id, 1_700_000_000_123);
    expect(await users.byId(id)).toMatchObject({ lastSignInAt: 1_700_000_000_123 });
  });

  it('tells who has a second factor once it is confirmed, and lists only those with or without', async () => {
    const [ada, bea] = [await add('ada@example.org'), await add('bea@example.org')];
    const totps = createTotpRepository(engine.database);
    const listed = async (secondFactor: boolean | null) =>
      (await users.list(accountId, { limit: 10, cursor: null, secondFactor })).items.map(({ email }) => email);
    await totps.enrol(ada.id, new Uint8Array([1]), 0);
    expect(await users.byId(ada.id)).toMatchObject({ secondFactor: false });
    await totps.confirm(ada.id, 1);
    expect(await users.byId(ada.id)).toMatchObject({ secondFactor: true });
    expect(await users.update(accountId, ada.id, null, { name: 'Ada' })).toMatchObject({ secondFactor: true });
    expect(await listed(null)).toEqual([ada.email, bea.email]);
    expect(await listed(true)).toEqual([ada.email]);
    expect(await listed(false)).toEqual([bea.email]);
  });

  it('counts', async () => {
    expect(await users.count()).toBe(0);
  });
});
