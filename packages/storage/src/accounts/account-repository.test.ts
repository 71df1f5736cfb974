import { type AccountId, newId } from '@hawser/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TEST_ENGINES, type TestEngine } from '../readings/testing/engines.ts';
import type { Account } from './account.ts';
import { type AccountRepository, createAccountRepository } from './account-repository.ts';

describe.each(TEST_ENGINES)('AccountRepository on %s', (_name, open) => {
  let engine: TestEngine;
  let accounts: AccountRepository;
  let root: Account;

  beforeAll(async () => {
    engine = await open();
    accounts = createAccountRepository(engine.database);
  });
  beforeEach(async () => {
    await engine.database.query('TRUNCATE accounts CASCADE');
    root = await accounts.create({ name: 'sys', parentId: null });
  });
  afterAll(() => engine.close());

  const below = (parent: Account, name: string) => accounts.create({ name, parentId: parent.id });

  it('makes a tree with paths', async () => {
    const acme = await below(root, 'acme');
    const north = await below(acme, 'north');
    expect(root).toMatchObject({ name: 'sys', parentId: null, path: '/sys' });
    expect(north).toMatchObject({ parentId: acme.id, path: '/sys/acme/north' });
    expect(await accounts.root()).toEqual(root);
    expect(await accounts.byId(north.id)).toEqual(north);
    expect(await accounts.byName('acme')).toEqual(acme);
    expect(await accounts.byName('nobody')).toBeNull();
  });

  it('has no root before set-up', async () => {
    await engine.database.query('TRUNCATE accounts CASCADE');
    expect(await accounts.root()).toBeNull();
  });

  it('refuses a name that any account of the installation has', async () => {
    const acme = await below(root, 'acme');
    await below(root, 'other');
    await expect(below(acme, 'other')).rejects.toMatchObject({ code: 'name-taken' });
  });

  it('refuses a second root and an unknown parent', async () => {
    await expect(accounts.create({ name: 'second', parentId: null })).rejects.toMatchObject({ code: 'already-set-up' });
    const orphan = accounts.create({ name: 'orphan', parentId: newId<AccountId>() });
    await expect(orphan).rejects.toMatchObject({ code: 'not-found' });
  });

  it('leaves the transaction usable when a name is taken', async () => {
    await engine.database.transaction(async (tx) => {
      const inside = createAccountRepository(tx);
      await expect(inside.create({ name: 'sys', parentId: root.id })).rejects.toMatchObject({ code: 'name-taken' });
      await inside.create({ name: 'acme', parentId: root.id });
    });
    expect(await accounts.byName('acme')).not.toBeNull();
  });

  it('reaches itself and its descendants, by name and by id, and nobody else', async () => {
    const acme = await below(root, 'acme');
    const north = await below(acme, 'north');
    const lookalike = await below(root, 'acme-2');
    for (const target of [acme, north]) {
      expect(await accounts.inReach(acme, target.name)).toEqual(target);
      expect(await accounts.inReach(acme, target.id.toUpperCase())).toEqual(target);
    }
    for (const target of [root, lookalike]) {
      expect(await accounts.inReach(acme, target.name)).toBeNull();
      expect(await accounts.inReach(acme, target.id)).toBeNull();
    }
    expect(await accounts.inReach(root, north.id)).toEqual(north);
    expect(await accounts.inReach(acme, "' OR true --")).toBeNull();
  });

  it('lists children by name, page by page', async () => {
    for (const name of ['carol', 'alice', 'bob']) await below(root, name);
    await below(await below(root, 'dave'), 'grandchild');
    const first = await accounts.children(root.id, { limit: 3, cursor: null });
    expect(first.items.map(({ name }) => name)).toEqual(['alice', 'bob', 'carol']);
    const second = await accounts.children(root.id, { limit: 3, cursor: first.nextCursor });
    expect(second.items.map(({ name }) => name)).toEqual(['dave']);
    expect(second.nextCursor).toBeNull();
  });

  it('refuses a cursor that it did not make', async () => {
    const page = { limit: 3, cursor: 'nonsense' };
    await expect(accounts.children(root.id, page)).rejects.toMatchObject({ code: 'bad-request' });
  });
});
