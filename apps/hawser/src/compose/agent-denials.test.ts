import { Lifecycle, silentLogger } from '@hawser/platform';
import { createAccountRepository, createAuditRepository, type Database, verifyAuditChain } from '@hawser/storage';
import { startMemoryPglite } from '@hawser/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openAgentDenials } from './agent-denials.ts';

let pglite: { readonly database: Database; close(): Promise<void> };

beforeAll(async () => {
  pglite = await startMemoryPglite();
});
afterAll(() => pglite.close());

it('puts what an agent was denied into the chain of its account, the counted rest when the program stops', async () => {
  const { database } = pglite;
  const lifecycle = new Lifecycle();
  const account = await createAccountRepository(database).create({ name: 'sys', parentId: null });
  const denials = openAgentDenials({ database, log: silentLogger(), lifecycle });
  const agent = { id: '0199c0de-0000-7000-8000-000000000001', name: 'pump', account: account.id, accountName: 'sys' };
  for (let i = 0; i < 5; i++) {
    denials.note({ agent: agent as never, attempt: 'publish', reason: 'foreign-topic', address: '10.0.0.1' });
  }
  await lifecycle.stop();
  const { items } = await createAuditRepository(database).list(account.id, {}, { limit: 10, cursor: null });
  const denied = { action: 'agent.publish', outcome: 'denied', code: 'foreign-topic', actor: { kind: 'agent' } };
  expect(items).toMatchObject([
    { ...denied, count: 4 },
    { ...denied, count: 1 },
  ]);
  expect(await verifyAuditChain(database, account.id)).toMatchObject({ intact: true });
});
