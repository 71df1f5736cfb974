import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { migrate } from '@hawser/storage';
import { createPostgresDatabase } from '@hawser/storage/postgres';
import { startPostgres } from '@hawser/testkit';
import { report } from './support/measure.ts';

/**
 * What one request costs, and how much of it authorisation: `GET /v1/{account}/agents/{agent}` on a PostgreSQL of its own,
 * with two hundred agents, by sixteen connections from this process. The API runs on one core, with and without the second
 * wall; without it is the limit.
 */

const AGENTS = 200;
const CONNECTIONS = 16;
const WARM_UP = 1_000;
const REQUESTS = 4_000;
/** One after another, so that no request waits for another one's hooks. */
const ALONE = 2_000;
const PROCESS = fileURLToPath(new URL('./support/api-process.ts', import.meta.url));

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

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

function ask(url: string, token: string | null, method = 'GET', payload?: object): Promise<string> {
  const headers = {
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
  };
  return new Promise((resolve, reject) => {
    const asking = request(url, { agent, method, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => {
        if ((answer.statusCode ?? 500) < 300) resolve(text);
        else reject(new Error(`${method} ${url} answered ${answer.statusCode}: ${text}`));
      });
    });
    asking.on('error', reject);
    asking.end(payload === undefined ? undefined : JSON.stringify(payload));
  });
}

async function startApi(databaseUrl: string, wall: 'with' | 'without'): Promise<{ child: ChildProcess; url: string }> {
  const command = [process.execPath, ...process.execArgv, PROCESS, databaseUrl, wall];
  // Where it cannot be kept on one core, its processor time says the same: it works in one thread.
  const pinned = spawnSync('taskset', ['-c', '0', 'true']).status === 0 ? ['taskset', '-c', '0', ...command] : command;
  const [program = '', ...args] = pinned;
  const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  return { child, url };
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

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
const percentile = (values: readonly number[], share: number): number =>
  values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;

/** Sets the installation up. @returns a token, and the agents' ids */
async function fill(url: string): Promise<{ token: string; ids: string[] }> {
  const setUp = { token: '-', email: 'admin@localhost', password: 'seven green ferries', account: 'demo' };
  const { access_token: token } = JSON.parse(await ask(`${url}/v1/setup`, null, 'POST', setUp)) as {
    access_token: string;
  };
  const create = async (_: unknown, i: number) => {
    const answer = await ask(`${url}/v1/demo/agents`, token, 'POST', { name: `agent-${i}` });
    return (JSON.parse(answer) as { id: string }).id;
  };
  return { token, ids: await Promise.all(Array.from({ length: AGENTS }, create)) };
}

const server = await startPostgres({ settings: { shared_buffers: '256MB' } });
const database = createPostgresDatabase({ url: server.url(), poolSize: 1, statementTimeoutMs: 60_000 });
await migrate(database);

const first = await startApi(server.url(), 'with');
const { token, ids } = await fill(first.url);
await database.query('VACUUM ANALYZE');
const agentUrl = (base: string) => (turn: number) => `${base}/v1/demo/agents/${ids[turn % ids.length]}`;
const walled = await run(first.child, '/v1/:account/agents/:agent', agentUrl(first.url), token);
const open = await run(first.child, '/v1/setup', () => `${first.url}/v1/setup`, null);
first.child.disconnect();

const second = await startApi(server.url(), 'without');
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
agent.destroy();
await database.close();
await server.stop();
