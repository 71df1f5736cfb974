import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { migrate } from '@hawser/storage';
import { createPostgresDatabase } from '@hawser/storage/postgres';
import { startPostgres } from '@hawser/testkit';
import { ask, CONNECTIONS, closeConnections, setUpApi, startApi } from './support/api-client.ts';
import { report } from './support/measure.ts';
import { percentile, sorted } from './support/percentile.ts';

/**
 * What one request costs, and how much of it authorisation: `GET /v1/{account}/agents/{agent}` on a PostgreSQL of its own,
 * with two hundred agents, by sixteen connections from this process. The API runs on one core, with and without the second
 * wall; without it is the limit.
 */

const AGENTS = 200;
const WARM_UP = 1_000;
const REQUESTS = 4_000;
/** One after another, so that no request waits for another one's hooks. */
const ALONE = 2_000;

interface Measured {
  readonly cpuSeconds: number;
  readonly hooks: Readonly<Record<string, readonly number[]>>;
}

interface Run {
  /** Per second of the API's processor time. */
  readonly perCore: number;
  /** Milliseconds, sorted. */
  readonly latencies: readonly number[];
  readonly hooks: readonly number[];
}

/** Asks again and again over all connections. @returns milliseconds that each took */
async function load(
  urlOf: (turn: number) => string,
  token: string | null,
  count: number,
  connections = CONNECTIONS,
): Promise<number[]> {
  const latencies: number[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      const url = urlOf(next++);
      const start = performance.now();
      await ask(url, token);
      latencies.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: connections }, lane));
  return latencies;
}

async function run(
  child: ChildProcess,
  route: string,
  urlOf: (turn: number) => string,
  token: string | null,
): Promise<Run> {
  await load(urlOf, token, WARM_UP);
  child.send('start');
  const latencies = await load(urlOf, token, REQUESTS);
  child.send('stop');
  const [{ cpuSeconds }] = (await once(child, 'message')) as [Measured];
  child.send('start');
  await load(urlOf, token, ALONE, 1);
  child.send('stop');
  const [{ hooks }] = (await once(child, 'message')) as [Measured];
  const ofRoute = [...(hooks[route] ?? [])];
  if (ofRoute.length === 0) throw new Error(`the API has measured nothing of ${route}`);
  return { perCore: REQUESTS / cpuSeconds, latencies: sorted(latencies), hooks: sorted(ofRoute) };
}

/** Sets the installation up. @returns a token, and the agents' ids */
async function fill(url: string): Promise<{ token: string; ids: string[] }> {
  const token = await setUpApi(url);
  const create = async (_: unknown, i: number) => {
    const answer = await ask(`${url}/v1/demo/agents`, token, 'POST', { name: `agent-${i}` });
    return (JSON.parse(answer) as { id: string }).id;
  };
  return { token, ids: await Promise.all(Array.from({ length: AGENTS }, create)) };
}

const server = await startPostgres({ settings: { shared_buffers: '256MB' } });
const database = createPostgresDatabase({ url: server.url(), poolSize: 1, statementTimeoutMs: 60_000 });
await migrate(database);

const first = await startApi(server.url(), 'nothing');
const { token, ids } = await fill(first.url);
await database.query('VACUUM ANALYZE');
const agentUrl = (base: string) => (turn: number) => `${base}/v1/demo/agents/${ids[turn % ids.length]}`;
const walled = await run(first.child, '/v1/:account/agents/:agent', agentUrl(first.url), token);
const open = await run(first.child, '/v1/setup', () => `${first.url}/v1/setup`, null);
first.child.disconnect();

const second = await startApi(server.url(), 'wall');
const unwalled = await run(second.child, '/v1/:account/agents/:agent', agentUrl(second.url), token);
second.child.disconnect();

report({ name: 'get_agent', value: walled.perCore, unit: 'requests/s of one core', limit: unwalled.perCore });
for (const [name, share] of [
  ['p50', 0.5],
  ['p99', 0.99],
] as const) {
  const limit = percentile(unwalled.latencies, share);
  report({ name: `get_agent_${name}`, value: percentile(walled.latencies, share), unit: 'ms', limit });
}
for (const [name, share] of [
  ['p50', 0.5],
  ['p99', 0.99],
] as const) {
  const limit = percentile(open.hooks, share);
  report({ name: `authorisation_${name}`, value: percentile(walled.hooks, share), unit: 'ms', limit });
}
closeConnections();
await database.close();
await server.stop();
