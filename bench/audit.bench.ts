import { type AccountId, type AuditEntry, newId } from '@hawser/core';
import { appendAuditEntry, type Database, migrate } from '@hawser/storage';
import { createPostgresDatabase } from '@hawser/storage/postgres';
import { startPostgres } from '@hawser/testkit';
import { ask, CONNECTIONS, closeConnections, setUpApi, startApi } from './support/api-client.ts';
import { report } from './support/measure.ts';
import { percentile, sorted } from './support/percentile.ts';

/**
 * What one entry of the audit costs: a request that changes an agent, with its entry and without; the statement that
 * appends, beside a plain insert of the same row; and many that append to one chain at a time, beside many chains.
 */

const WARM_UP = 200;
const REQUESTS = 2_000;
const ENTRIES = 2_000;

/** Milliseconds that each of many took, one after another, sorted. */
async function timesOf(count: number, work: (turn: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let turn = 0; turn < WARM_UP + count; turn++) {
    const start = performance.now();
    await work(turn);
    if (turn >= WARM_UP) times.push(performance.now() - start);
  }
  return sorted(times);
}

/** How many are done per second over all connections. */
async function rateOf(count: number, work: (lane: number) => Promise<unknown>): Promise<number> {
  const start = performance.now();
  let begun = 0;
  const run = async (_: unknown, lane: number): Promise<void> => {
    while (begun++ < count) await work(lane);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, run));
  return count / ((performance.now() - start) / 1_000);
}

function reportTimes(name: string, times: readonly number[], limits: readonly number[]): void {
  for (const [suffix, share] of [
    ['p50', 0.5],
    ['p99', 0.99],
  ] as const) {
    const limit = percentile(limits, share);
    report({ name: `${name}_${suffix}`, value: percentile(times, share), unit: 'ms', limit });
  }
}

/** Changes one agent again and again, of an API that is run with or without entries. */
async function timeChanges(databaseUrl: string, without: 'nothing' | 'entries', token: string | null) {
  const { child, url } = await startApi(databaseUrl, without);
  const access = token ?? (await setUpApi(url));
  if (token === null) await ask(`${url}/v1/demo/agents`, access, 'POST', { name: 'gateway' });
  const change = (turn: number) =>
    ask(`${url}/v1/demo/agents/gateway`, access, 'PATCH', { description: `change ${turn}` });
  const times = await timesOf(REQUESTS, change);
  child.disconnect();
  return { times, token: access };
}

function entryOf(accountId: AccountId): AuditEntry {
  return {
    accountId,
    at: Date.now(),
    actor: { kind: 'user', id: newId<string>(), name: 'ada@example.org' },
    address: '10.0.0.1',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64)',
    action: 'agent.update',
    resource: { kind: 'agent', id: newId<string>(), name: 'gateway' },
    outcome: 'success',
    code: null,
    count: 1,
    correlationId: newId<string>(),
    before: { description: 'before' },
    after: { description: 'after' },
  };
}

/** The row of an entry in a table of the same columns and indexes, with neither a chain nor what guards it. */
async function makePlainTable(database: Database): Promise<(entry: AuditEntry) => Promise<unknown>> {
  await database.query('CREATE TABLE plain_entries (LIKE audit_entries INCLUDING ALL)');
  await database.query('CREATE SEQUENCE plain_seq');
  const insert = `INSERT INTO plain_entries (account_id, seq, hash, at, actor_kind, actor_id, actor_name, address, user_agent,
      action, resource_kind, resource_id, resource_name, outcome, code, attempts, correlation_id, before, after)
    VALUES ($1, nextval('plain_seq'), '', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`;
  return ({ accountId, at, actor, resource, ...entry }) =>
    database.query(insert, [
      accountId,
      new Date(at),
      ...[actor.kind, actor.id, actor.name, entry.address, entry.userAgent, entry.action],
      ...[resource.kind, resource.id, resource.name, entry.outcome, entry.code, entry.count, entry.correlationId],
      ...[JSON.stringify(entry.before), JSON.stringify(entry.after)],
    ]);
}

const server = await startPostgres({ settings: { shared_buffers: '256MB' } });
const database = createPostgresDatabase({ url: server.url(), poolSize: CONNECTIONS, statementTimeoutMs: 60_000 });
await migrate(database);

const recorded = await timeChanges(server.url(), 'nothing', null);
const unrecorded = await timeChanges(server.url(), 'entries', recorded.token);
reportTimes('change', recorded.times, unrecorded.times);

const account = newId<AccountId>();
const insertPlain = await makePlainTable(database);
const plain = await timesOf(ENTRIES, () => insertPlain(entryOf(account)));
reportTimes('entry', await timesOf(ENTRIES, () => appendAuditEntry(database, entryOf(account))), plain);

const accounts = Array.from({ length: CONNECTIONS }, () => newId<AccountId>());
const many = await rateOf(ENTRIES, (lane) => appendAuditEntry(database, entryOf(accounts[lane] ?? account)));
const one = await rateOf(ENTRIES, () => appendAuditEntry(database, entryOf(account)));
report({ name: 'one_chain', value: one, unit: 'entries/s', limit: many });

closeConnections();
await database.close();
await server.stop();
