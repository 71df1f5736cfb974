import { createHash, randomUUID } from 'node:crypto';
import type { TestAgent } from '@hawser/intake/testing';
import {
  createAccountRepository,
  createAgentRepository,
  createCredentialRepository,
  createIntakeLedger,
  createPresenceRepository,
  wholeAccount,
} from '@hawser/storage';
import { type TestDatabase, testDatabase, waitFor } from '@hawser/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closed, startTestBroker, type TestBroker, telemetryOf } from './testing/test-broker.ts';

let database: TestDatabase;
let broker: TestBroker;
let agent: TestAgent;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

beforeEach(async () => {
  agent = await createAgent();
  const db = database.database;
  broker = await startTestBroker(
    {},
    {
      credentials: createCredentialRepository(db),
      presence: createPresenceRepository(db),
      intakeLedger: createIntakeLedger(db, { queue: randomUUID() }),
    },
  );
});
afterEach(() => broker.stop());

async function createAgent(): Promise<TestAgent> {
  const db = database.database;
  const accounts = createAccountRepository(db);
  const root = (await accounts.root()) ?? (await accounts.create({ name: 'sys', parentId: null }));
  const account = await accounts.create({ name: `acme-${randomUUID().slice(0, 8)}`, parentId: root.id });
  const { id, name } = await createAgentRepository(db).create({
    accountId: account.id,
    name: 'gateway-1',
    description: '',
    tags: [],
  });
  const made = { id, name, account: account.id, accountName: account.name, username: randomUUID(), password: 'secret' };
  await issue(made);
  return made;
}

async function issue({ id, username, password }: TestAgent): Promise<void> {
  const passwordHash = createHash('sha256').update(password).digest();
  await createCredentialRepository(database.database).issue({ agentId: id, username, passwordHash });
}

const stored = () =>
  createAgentRepository(database.database).list(wholeAccount(agent.account), { limit: 1, cursor: null });
const isOnline = async () => (await stored()).items[0]?.online;

describe('with agents, credentials and presence in PostgreSQL', () => {
  it('an agent signs in, shows as online, sends, and shows as offline', async () => {
    const client = await broker.connect(agent);
    await waitFor(isOnline);
    const before = Date.now();
    await client.publishAsync(telemetryOf(agent), '{}', { qos: 1 });
    await waitFor(async () => ((await stored()).items[0]?.lastMessageAt ?? 0) >= before);
    await client.endAsync();
    await waitFor(async () => (await isOnline()) === false);
    expect((await stored()).items[0]?.disconnectedAt).toBeGreaterThanOrEqual(before);
  });

  it('a new credential ends the old one', async () => {
    const client = await broker.connect(agent);
    const next = { ...agent, username: randomUUID(), password: 'new secret' };
    await issue(next);
    broker.role.forgetAgent(agent.id);
    broker.role.disconnectAgent(agent.id);
    await closed(client);
    expect(await broker.refusal(agent)).toBe(4);
    await broker.connect(next);
  });

  it('a disabled agent is refused', async () => {
    await createAgentRepository(database.database).update(agent.id, null, { disabled: true });
    expect(await broker.refusal(agent)).toBe(5);
  });

  it('a second connection takes over and the agent stays online', async () => {
    const first = await broker.connect(agent);
    await waitFor(isOnline);
    const ended = closed(first);
    const before = Date.now();
    const second = await broker.connect(agent);
    await ended;
    await second.publishAsync(telemetryOf(agent), '{}', { qos: 1 });
    await waitFor(async () => ((await stored()).items[0]?.lastMessageAt ?? 0) >= before);
    expect(await isOnline()).toBe(true);
    expect(broker.live.presenceOf(agent.id)).toEqual([true]);
  });

  it.each(['name with \0 in it', 'ünïcode', "'; drop table agents; --"])(
    'the user name %j is nobody',
    async (username) => {
      expect(await broker.refusal({ ...agent, username })).toBe(4);
    },
  );
});
