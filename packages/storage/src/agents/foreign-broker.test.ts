import { type AccountId, newId } from '@hawser/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAccountRepository } from '../accounts/account-repository.ts';
import type { Database } from '../database.ts';
import { TEST_ENGINES, type TestEngine } from '../readings/testing/engines.ts';
import type { Agent } from './agent.ts';
import { createAgentRepository } from './agent-repository.ts';
import { createPresenceRepository } from './presence-repository.ts';
import { createStatusRepository, type StatusRepository } from './status-repository.ts';
import { createTopicOwnerRepository } from './topic-owner-repository.ts';

const NOW = 1_700_000_000_000;
const LEASE = NOW + 60_000;

describe.each(TEST_ENGINES)('agents behind a foreign broker on %s', (_name, open) => {
  let engine: TestEngine;
  let db: Database;
  let rootId: AccountId;
  let accountId: AccountId;
  let agent: Agent;

  beforeAll(async () => {
    engine = await open();
    db = engine.database;
  });
  beforeEach(async () => {
    await db.query('TRUNCATE accounts, series_purge CASCADE');
    const accounts = createAccountRepository(db);
    rootId = (await accounts.create({ name: 'sys', parentId: null })).id;
    accountId = (await accounts.create({ name: 'acme', parentId: rootId })).id;
    await accounts.create({ name: 'other', parentId: rootId });
    agent = await createAgentRepository(db).create({ accountId, name: 'gw-1', description: '', tags: [] });
  });
  afterAll(() => engine.close());

  describe('TopicOwnerRepository', () => {
    it('finds owners by name and by id, in the order of the keys, and says what is unknown', async () => {
      const owners = createTopicOwnerRepository(db);
      const known = { accountId, agentId: agent.id, agentName: 'gw-1', rootId };
      const nobody = { accountId, agentId: null, agentName: null, rootId };
      const keys = [
        { account: 'acme', agent: 'gw-1' },
        { account: 'nowhere', agent: 'gw-1' },
        { account: 'acme', agent: agent.id.toUpperCase() },
        { account: 'acme', agent: 'gw-2' },
        { account: 'acme', agent: newId() },
        { account: 'acme', agent: 'gw\0' },
      ];
      expect(await owners.find(keys)).toEqual([known, { ...nobody, accountId: null }, known, nobody, nobody, nobody]);
      expect(await owners.find([])).toEqual([]);
    });

    it('keeps an agent to its own account', async () => {
      const [row] = await createTopicOwnerRepository(db).find([{ account: 'other', agent: agent.id }]);
      expect(row).toMatchObject({ agentId: null, agentName: null });
      expect(row!.accountId).not.toBeNull();
    });
  });

  describe('StatusRepository', () => {
    let statuses: StatusRepository;
    beforeEach(() => {
      statuses = createStatusRepository(db);
    });

    const say = (online: boolean, at = NOW, broker = 'mosquitto') =>
      statuses.note(broker, [{ agent: agent.id, online, at }], LEASE);
    const isOnline = async () => (await createAgentRepository(db, () => NOW).byId(agent.id))?.online;

    it('tells a change once, however many bridges hear it', async () => {
      expect(await say(true)).toEqual([{ agent: agent.id, account: accountId, online: true }]);
      expect(await say(true, NOW + 5)).toEqual([]);
      expect(await isOnline()).toBe(true);
      expect(await say(false, NOW + 10)).toEqual([{ agent: agent.id, account: accountId, online: false }]);
      expect(await say(false, NOW + 11)).toEqual([]);
      expect(await isOnline()).toBe(false);
    });

    it('lets a later word count, whichever is written first', async () => {
      await say(true, NOW);
      await say(false, NOW + 10);
      expect(await say(true, NOW + 5)).toEqual([]);
      expect(await isOnline()).toBe(false);
      await say(true, NOW + 20);
      expect(await say(false, NOW + 15)).toEqual([]);
      expect(await isOnline()).toBe(true);
    });

    it('does not end a session at another broker', async () => {
      await say(true);
      const session = newId();
      await createPresenceRepository(db).connected({
        agent: agent.id,
        broker: 'built-in',
        session,
        at: NOW + 1,
        leaseUntil: LEASE,
      });
      expect(await say(false, NOW + 2)).toEqual([]);
      expect(await isOnline()).toBe(true);
    });

    it('holds as long as the lease of its broker is renewed', async () => {
      await say(true);
      const presence = createPresenceRepository(db);
      await presence.renew('mosquitto', LEASE + 1_000);
      expect(await presence.expire(LEASE + 500)).toEqual([]);
      expect(await presence.expire(LEASE + 2_000)).toEqual([agent.id]);
    });

    it('passes over agents that are gone, and notes many at once', async () => {
      const others = await Promise.all(
        ['gw-2', 'gw-3'].map((name) =>
          createAgentRepository(db).create({ accountId, name, description: '', tags: [] }),
        ),
      );
      const all = [...others, agent].map(({ id }) => ({ agent: id, online: true, at: NOW }));
      const changed = await statuses.note('mosquitto', [...all, { agent: newId(), online: true, at: NOW }], LEASE);
      expect(changed.map((each) => each.agent).sort()).toEqual(all.map((each) => each.agent).sort());
    });
  });
});
