import { type AddressInfo, createServer } from 'node:net';
import type { AccountId, AgentId } from '@hawser/core';
import { silentLogger, type TextChannel } from '@hawser/platform';
import { type TestDatabase, testDatabase, waitFor } from '@hawser/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import { createNotifyChannel } from '../postgres/index.ts';
import type { Invalidation } from './invalidation.ts';
import { createInvalidations, type Invalidations } from './invalidations.ts';

const log = silentLogger();
const agentChanged: Invalidation = { type: 'agent-changed', agent: 'agent-1' as AgentId };
const accountChanged: Invalidation = { type: 'account-changed', account: 'account-1' as AccountId };

describe('invalidations through PostgreSQL', () => {
  let server: TestDatabase;
  let isAway = false;
  let here: Invalidations;
  let there: Invalidations;
  let atHere: Invalidation[];
  let atThere: Invalidation[];

  /** Sends as long as the test does not say that the database is away. */
  const sender: Pick<Database, 'query'> = {
    query: async (sql, params) => {
      if (isAway) throw new Error('the database is away');
      return server.database.query(sql, params);
    },
  };
  const open = (name = 'changes') =>
    createInvalidations({ channel: createNotifyChannel({ url: server.url, name, database: sender, log }), log });

  beforeAll(async () => {
    server = await testDatabase();
    [here, there] = [open(), open()];
    here.subscribe((event) => atHere.push(event));
    there.subscribe((event) => atThere.push(event));
    [atHere, atThere] = [[], []];
    // Both say once that they may have missed something: they have only now begun to listen.
    await waitFor(() => atHere.length === 1 && atThere.length === 1);
    expect([...atHere, ...atThere]).toEqual([{ type: 'everything' }, { type: 'everything' }]);
  });
  beforeEach(() => {
    [atHere, atThere] = [[], []];
  });
  afterAll(async () => {
    await Promise.all([here.close(), there.close()]);
    await server.close();
  });

  it('tell this process before anything else is done, and the others once', async () => {
    const sent = here.publish(agentChanged);
    expect(atHere).toEqual([agentChanged]);
    await sent;
    await here.publish(accountChanged);
    await waitFor(() => atThere.length === 2);
    expect(atThere).toEqual([agentChanged, accountChanged]);
    expect(atHere).toEqual([agentChanged, accountChanged]);
  });

  it('end also while the connection to listen on is being made', async () => {
    let accepted = 0;
    const silent = createServer((socket) => {
      accepted++;
      socket.resume();
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const url = `postgres://user@127.0.0.1:${port}/none`;
    const exchange = createInvalidations({
      channel: createNotifyChannel({ url, name: 'changes', database: sender, log }),
      log,
    });
    await waitFor(() => accepted === 1);
    await exchange.close();
    await new Promise((resolve) => silent.close(resolve));
  });

  it('make up for what could not be sent, with one message for all of it', async () => {
    isAway = true;
    for (let i = 0; i < 20; i++) await here.publish(agentChanged);
    expect(atThere).toEqual([]);
    isAway = false;
    await waitFor(() => atThere.length > 0);
    expect(atThere).toEqual([{ type: 'everything' }]);
  });

  it('pass over what is not theirs', async () => {
    const texts = ['', 'null', '7', '{}', '{"event":{"type":"unheard-of"}}', '{"event":{"type":"agent-changed"}}'];
    for (const text of texts) await server.database.query(`SELECT pg_notify('changes', $1)`, [text]);
    await here.publish(agentChanged);
    await waitFor(() => atThere.length > 0);
    expect(atThere).toEqual([agentChanged]);
  });

  it('do not mix with those of another channel of the database', async () => {
    const elsewhere = open('other "changes"');
    const heard: Invalidation[] = [];
    elsewhere.subscribe((event) => heard.push(event));
    await waitFor(() => heard.length === 1);
    await elsewhere.publish(accountChanged);
    await here.publish(agentChanged);
    await waitFor(() => atThere.length > 0);
    expect(atThere).toEqual([agentChanged]);
    await elsewhere.close();
  });

  it('reach every listener although one of them fails', async () => {
    const stop = there.subscribe(() => {
      throw new Error('a listener that fails');
    });
    const heard: Invalidation[] = [];
    there.subscribe((event) => heard.push(event));
    await here.publish(agentChanged);
    await waitFor(() => heard.length === 1);
    stop();
  });
});

it('stay within the process when there is no other', async () => {
  const invalidations = createInvalidations({ channel: null, log });
  const heard: Invalidation[] = [];
  const stop = invalidations.subscribe((event) => heard.push(event));
  await invalidations.publish(agentChanged);
  stop();
  await invalidations.publish(agentChanged);
  expect(heard).toEqual([agentChanged]);
});

it('stop trying when they are closed', async () => {
  let tries = 0;
  const channel: TextChannel = {
    publish: async () => {
      tries++;
      throw new Error('nobody is there');
    },
    listen: () => async () => undefined,
  };
  const invalidations = createInvalidations({ channel, log });
  await invalidations.publish(agentChanged);
  await invalidations.close();
  await invalidations.publish(agentChanged);
  expect(tries).toBe(2);
});

it('tell the others again of what could not be sent while they were being told', async () => {
  const sent: { type: string; resolve(): void; reject(error: Error): void }[] = [];
  const channel: TextChannel = {
    publish: (text) => {
      const { type } = (JSON.parse(text) as { event: Invalidation }).event;
      return new Promise((resolve, reject) => sent.push({ type, resolve, reject }));
    },
    listen: () => async () => undefined,
  };
  const invalidations = createInvalidations({ channel, log });
  const first = invalidations.publish(agentChanged);
  sent[0]!.reject(new Error('nobody is there'));
  await first;
  await waitFor(() => sent.length === 2);
  const second = invalidations.publish(accountChanged);
  sent[2]!.reject(new Error('nobody is there'));
  await second;
  sent[1]!.resolve();
  await waitFor(() => sent.length === 4);
  expect(sent.map(({ type }) => type)).toEqual(['agent-changed', 'everything', 'account-changed', 'everything']);
  sent[3]!.resolve();
  await invalidations.close();
});
