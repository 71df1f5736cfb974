import { randomUUID } from 'node:crypto';
import { type AccountId, type AgentId, newId } from '@hawser/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAccountRepository } from '../accounts/account-repository.ts';
import type { Database } from '../database.ts';
import { TEST_ENGINES, type TestEngine } from '../readings/testing/engines.ts';
import { createSeriesRepository } from '../series/series-repository.ts';
import { type AgentRepository, createAgentRepository } from './agent-repository.ts';
import { wholeAccount } from './agent-scope.ts';
import { createCredentialRepository } from './credential-repository.ts';
import { createPresenceRepository } from './presence-repository.ts';

const NOW = 1_700_000_000_000;
const MINUTE = 60_000;

describe.each(TEST_ENGINES)('agents on %s', (_name, open) => {
  let engine: TestEngine;
  let db: Database;
  let agents: AgentRepository;
  let accountId: AccountId;
  let otherAccountId: AccountId;

  beforeAll(async () => {
    engine = await open();
    db = engine.database;
    agents = createAgentRepository(db, () => NOW);
  });
  beforeEach(async () => {
    await db.query('TRUNCATE accounts, series_purge CASCADE');
    const accounts = createAccountRepository(db);
    const root = await accounts.create({ name: 'sys', parentId: null });
    accountId = (await accounts.create({ name: 'acme', parentId: root.id })).id;
    otherAccountId = (await accounts.create({ name: 'other', parentId: root.id })).id;
  });
  afterAll(() => engine.close());

  const add = (name: string, account = accountId) =>
    agents.create({ accountId: account, name, description: '', tags: [] });

  describe('AgentRepository', () => {
    it('finds an agent by name and by id, in its own account only', async () => {
      const agent = await agents.create({ accountId, name: 'gw-1', description: 'roof', tags: ['a', 'b "c"'] });
      expect(agent).toMatchObject({
        accountId,
        accountName: 'acme',
        tags: ['a', 'b "c"'],
        disabled: false,
        version: 1,
      });
      const found = { ...agent, online: false, connectedAt: null, disconnectedAt: null, lastMessageAt: null };
      expect(await agents.byNameOrId(wholeAccount(accountId), 'gw-1')).toEqual(found);
      expect(await agents.byNameOrId(wholeAccount(accountId), agent.id)).toEqual(found);
      expect(await agents.byId(agent.id)).toEqual(found);
      expect(await agents.byNameOrId(wholeAccount(otherAccountId), 'gw-1')).toBeNull();
      expect(await agents.byNameOrId(wholeAccount(otherAccountId), agent.id)).toBeNull();
    });

    it('refuses a name twice in one account, and takes it in two', async () => {
      await add('gw-1');
      await expect(add('gw-1')).rejects.toMatchObject({ code: 'name-taken' });
      await add('gw-1', otherAccountId);
      await expect(add('gw-1', newId<AccountId>())).rejects.toMatchObject({ code: 'not-found' });
    });

    it('lists by name, page by page', async () => {
      for (const name of ['c', 'a', 'e', 'b', 'd']) await add(name);
      await add('x', otherAccountId);
      const names: string[] = [];
      let cursor: string | null = null;
      do {
        const page = await agents.list(wholeAccount(accountId), { limit: 2, cursor });
        names.push(...page.items.map(({ name }) => name));
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(names).toEqual(['a', 'b', 'c', 'd', 'e']);
    });

    it('searches in names, in any case, without wildcards', async () => {
      for (const name of ['Pump_1', 'pump-2', 'valve']) await add(name);
      const found = async (search: string) =>
        (await agents.list(wholeAccount(accountId), { limit: 10, cursor: null, search })).items.map(({ name }) => name);
      expect(await found('PUMP')).toEqual(['Pump_1', 'pump-2']);
      expect(await found('p_1')).toEqual(['Pump_1']);
      expect(await found('%')).toEqual([]);
      expect(await found('\\')).toEqual([]);
    });

    it('changes what is given and keeps the rest', async () => {
      const { id } = await agents.create({ accountId, name: 'gw', description: 'before', tags: ['x'] });
      const changed = await agents.update(id, null, { disabled: true });
      expect(changed).toMatchObject({ description: 'before', tags: ['x'], disabled: true, version: 2 });
      expect(await agents.update(id, 2, { description: '', tags: [] })).toMatchObject({
        description: '',
        tags: [],
        disabled: true,
        version: 3,
      });
    });

    it('refuses a change of a version that is no more, and of an agent that is no more', async () => {
      const { id } = await add('gw');
      await agents.update(id, 1, { disabled: true });
      await expect(agents.update(id, 1, { disabled: false })).rejects.toMatchObject({ code: 'stale-version' });
      const unknown = agents.update(newId<AgentId>(), null, { disabled: true });
      await expect(unknown).rejects.toMatchObject({ code: 'not-found' });
    });

    it('lets one of several changes of the same version through', async () => {
      const { id } = await add('gw');
      const changes = await Promise.allSettled(
        Array.from({ length: 5 }, (_, i) => agents.update(id, 1, { description: String(i) })),
      );
      expect(changes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    it('gives the series of a deleted agent to the purge and frees its name', async () => {
      const { id } = await add('gw');
      const kept = await add('kept');
      const definition = { accountId, device: 'd', metric: 'm', unit: null, kind: 'number', protocol: null } as const;
      const resolved = await createSeriesRepository(db).resolve([
        { ...definition, agentId: id },
        { ...definition, agentId: kept.id },
      ]);
      await createCredentialRepository(db).issue({ agentId: id, username: 'u', passwordHash: new Uint8Array(32) });
      const presence = createPresenceRepository(db);
      const connection = { broker: 'b', session: randomUUID(), at: NOW, leaseUntil: NOW + MINUTE };
      await presence.connected({ agent: id, ...connection });

      expect(await agents.remove(id)).toBe(true);
      expect(await agents.remove(id)).toBe(false);
      const [series] = [...resolved.values()];
      expect(await db.query('SELECT series_id FROM series_purge')).toEqual([{ series_id: series?.id }]);
      expect(await db.query('SELECT count(*) AS n FROM series')).toEqual([{ n: 1 }]);
      expect(await createCredentialRepository(db).findByUsername('u')).toBeNull();
      await add('gw');
    });
  });

  describe('CredentialRepository', () => {
    const hash = (fill: number) => new Uint8Array(32).fill(fill);

    it('tells the broker who signs in', async () => {
      const agent = await add('gw');
      const credentials = createCredentialRepository(db);
      await credentials.issue({ agentId: agent.id, username: 'one', passwordHash: hash(1) });
      expect(await credentials.findByUsername('one')).toEqual({
        agentId: agent.id,
        accountId,
        accountName: 'acme',
        agentName: 'gw',
        passwordHash: hash(1),
        disabled: false,
        revoked: false,
      });
      await agents.update(agent.id, null, { disabled: true });
      expect(await credentials.findByUsername('one')).toMatchObject({ disabled: true });
    });

    it('revokes what the agent had before, and keeps no more than two', async () => {
      const agent = await add('gw');
      const credentials = createCredentialRepository(db);
      for (const [i, username] of ['one', 'two', 'three'].entries()) {
        await credentials.issue({ agentId: agent.id, username, passwordHash: hash(i) });
      }
      expect(await credentials.findByUsername('one')).toBeNull();
      expect(await credentials.findByUsername('two')).toMatchObject({ revoked: true });
      expect(await credentials.findByUsername('three')).toMatchObject({ revoked: false, passwordHash: hash(2) });
    });

    it('knows nobody by a name from outside', async () => {
      const credentials = createCredentialRepository(db);
      for (const name of ['', 'nobody', "' OR true --", 'a\0b', '\ud800']) {
        expect(await credentials.findByUsername(name)).toBeNull();
      }
      const issue = credentials.issue({ agentId: newId<AgentId>(), username: 'x', passwordHash: hash(0) });
      await expect(issue).rejects.toMatchObject({ code: 'not-found' });
    });
  });

  describe('PresenceRepository', () => {
    const session = randomUUID();
    const newer = randomUUID();

    async function connect(name: string, change: { session?: string; at?: number; broker?: string } = {}) {
      const found = (await agents.byNameOrId(wholeAccount(accountId), name)) ?? (await add(name));
      const connection = { broker: 'b1', session, at: NOW - 10, leaseUntil: NOW + MINUTE, ...change };
      await createPresenceRepository(db).connected({ agent: found.id, ...connection });
      return found.id;
    }
    const presenceOf = async (id: AgentId) => {
      const agent = await agents.byId(id);
      return { online: agent?.online, connectedAt: agent?.connectedAt, disconnectedAt: agent?.disconnectedAt };
    };

    it('shows a connection and its end', async () => {
      const id = await connect('gw');
      expect(await presenceOf(id)).toEqual({ online: true, connectedAt: NOW - 10, disconnectedAt: null });
      expect(await agents.countOnline(accountId, NOW)).toBe(1);
      expect(await agents.countOnline(otherAccountId, NOW)).toBe(0);
      await createPresenceRepository(db).disconnected({ agent: id, session, at: NOW });
      expect(await presenceOf(id)).toEqual({ online: false, connectedAt: NOW - 10, disconnectedAt: NOW });
      expect(await agents.countOnline(accountId, NOW)).toBe(0);
    });

    it('does not let the end of a connection that was taken over show', async () => {
      const id = await connect('gw');
      await connect('gw', { session: newer, at: NOW - 5 });
      await createPresenceRepository(db).disconnected({ agent: id, session, at: NOW });
      expect(await presenceOf(id)).toMatchObject({ online: true, connectedAt: NOW - 5 });
    });

    it('does not let an older connection replace a newer one', async () => {
      const id = await connect('gw', { session: newer, at: NOW - 5 });
      await connect('gw', { session, at: NOW - 10 });
      expect(await presenceOf(id)).toMatchObject({ connectedAt: NOW - 5 });
    });

    it('counts an agent as offline when the lease of its broker has run out', async () => {
      const id = await connect('gw');
      expect(await agents.countOnline(accountId, NOW + MINUTE)).toBe(0);
      const presence = createPresenceRepository(db);
      expect(await presence.expire(NOW + MINUTE)).toEqual([]);
      expect(await presence.expire(NOW + MINUTE + 1)).toEqual([id]);
      expect(await presence.expire(NOW + MINUTE + 1)).toEqual([]);
      expect(await presenceOf(id)).toMatchObject({ online: false, disconnectedAt: NOW + MINUTE });
    });

    it('renews the leases of one broker', async () => {
      const [mine, theirs] = [await connect('mine'), await connect('theirs', { broker: 'b2' })];
      const presence = createPresenceRepository(db);
      await presence.renew('b1', NOW + 2 * MINUTE);
      expect(await presence.expire(NOW + MINUTE + 1)).toEqual([theirs]);
      expect(await presenceOf(mine)).toMatchObject({ online: true });
    });

    it('clears one broker', async () => {
      const [mine, theirs] = [await connect('mine'), await connect('theirs', { broker: 'b2' })];
      await createPresenceRepository(db).clearBroker('b1', NOW);
      expect(await presenceOf(mine)).toMatchObject({ online: false, disconnectedAt: NOW });
      expect(await presenceOf(theirs)).toMatchObject({ online: true });
    });

    it('notes the last message, the newest of those it is told', async () => {
      const presence = createPresenceRepository(db);
      const { id } = await add('gw');
      await presence.touch([]);
      await presence.touch([
        { agent: id, at: 5 },
        { agent: id, at: 9 },
        { agent: newId<AgentId>(), at: 7 },
      ]);
      await presence.touch([{ agent: id, at: 8 }]);
      expect(await agents.byId(id)).toMatchObject({ lastMessageAt: 9, online: false });
    });

    it('passes over an agent that was deleted', async () => {
      const presence = createPresenceRepository(db);
      const gone = { agent: newId<AgentId>(), broker: 'b', session, at: NOW, leaseUntil: NOW };
      await presence.connected(gone);
      await presence.disconnected(gone);
    });
  });
});
