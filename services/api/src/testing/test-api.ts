import type { AgentCredentials, SetupResult } from '@hawser/contracts/http';
import { createMetrics, silentLogger } from '@hawser/platform';
import { createInvalidations, type Database, type Invalidation } from '@hawser/storage';
import { createFakeClock, type FakeClock, startMemoryPglite } from '@hawser/testkit';
import type { InjectOptions } from 'fastify';
import type { ApiConfig } from '../config.ts';
import type { ApiDeps, Readiness } from '../deps.ts';
import type { LicenceText } from '../features/licence/read-licence.ts';
import { type ApiRole, createApiRole } from '../role.ts';
import { openTestQueue, TEST_QUEUE, type TestQueue } from './test-queue.ts';

export const SETUP_TOKEN = 'the-token-of-the-set-up-link';
export const ADMIN = { email: 'admin@localhost', password: 'seven green ferries' };

const SHARDS = 2;

/** The role on a real database in memory and a real queue, with a clock that stands still. */
export interface TestApi {
  readonly role: ApiRole;
  readonly db: Database;
  readonly queue: TestQueue;
  readonly clock: FakeClock;
  /** What other processes were told. */
  readonly invalidated: Invalidation[];
  readiness: Readiness;
  licence: LicenceText;
  close(): Promise<void>;
}

/** What can be put in place of what the test API is made of; the caller closes what is given. */
export interface TestDeps extends Partial<Pick<ApiDeps, 'securityPolicy' | 'mailer' | 'log' | 'invalidations'>> {
  readonly database?: Database;
}

export async function startTestApi(config: Partial<ApiConfig> = {}, options: TestDeps = {}): Promise<TestApi> {
  const { database: given, ...deps } = options;
  const pglite = given === undefined ? await startMemoryPglite() : null;
  const database = given ?? pglite?.database;
  if (database === undefined) throw new Error('a database is either given or started');
  const queue = await openTestQueue(SHARDS);
  const clock = createFakeClock(Date.now());
  const invalidations = options.invalidations ?? createInvalidations({ channel: null, log: silentLogger() });
  const invalidated: TestApi['invalidated'] = [];
  const stopListening = invalidations.subscribe((event) => invalidated.push(event));
  let token: string | null = SETUP_TOKEN;
  const api = { readiness: { ready: true, checks: { database: true } }, licence: { key: '', publicKey: '' } };
  const role = await createApiRole(testConfig(config), {
    db: database,
    queue: TEST_QUEUE,
    appender: queue.appender,
    reader: queue.reader,
    invalidations,
    setup: {
      expected: async () => token !== null,
      take: async (given) => {
        const matches = given === token;
        if (matches) token = null;
        return matches;
      },
    },
    licence: () => api.licence,
    log: silentLogger(),
    metrics: createMetrics(),
    clock,
    readiness: async () => api.readiness,
    ...deps,
  });
  const close = async (): Promise<void> => {
    await role.stop();
    await queue.close();
    stopListening();
    await pglite?.close();
  };
  return Object.assign(api, { role, db: database, queue, clock, invalidated, close });
}

function testConfig(config: Partial<ApiConfig>): ApiConfig {
  return {
    host: '127.0.0.1',
    port: 0,
    publicMqttUrl: 'mqtt://localhost:1883',
    dashboardDir: null,
    corsOrigins: [],
    jwtAccessExpirySeconds: 900,
    jwtRefreshExpirySeconds: 604_800,
    allowAgentsInRoot: false,
    version: '0.0.0-test',
    trustProxy: false,
    rateLimits: { requestsPerMinute: 100_000, signInsPerMinute: 100_000 },
    ...config,
  };
}

export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly body: Body;
  readonly text: string;
  readonly headers: Record<string, string | string[] | number | undefined>;
}

/** Sends a request through the whole stack, without a socket. */
export async function call<Body = Record<string, unknown>>(
  api: Pick<TestApi, 'role'>,
  request: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS' | 'HEAD'} ${string}`,
  options: { token?: string; body?: object; headers?: Record<string, string> } = {},
): Promise<Answer<Body>> {
  const [method, url] = request.split(' ') as [Exclude<InjectOptions['method'], undefined>, string];
  const authorization = options.token === undefined ? {} : { authorization: `Bearer ${options.token}` };
  const answer = await api.role.app.inject({
    method,
    url,
    headers: { ...authorization, ...options.headers },
    ...(options.body === undefined ? {} : { payload: options.body }),
  });
  const isJson = answer.payload !== '' && /[/+]json/.test(String(answer.headers['content-type']));
  const body = (isJson ? answer.json() : {}) as Body;
  return { status: answer.statusCode, body, text: answer.payload, headers: answer.headers };
}

/** Sets the installation up with the account `demo`. */
export async function setUp(api: TestApi): Promise<SetupResult & { refresh_token: string }> {
  const answer = await call<SetupResult & { refresh_token: string }>(api, 'POST /v1/setup', {
    body: { token: SETUP_TOKEN, ...ADMIN, account: 'demo' },
  });
  if (answer.status !== 201) throw new Error(`set-up answered ${answer.status}: ${answer.text}`);
  return answer.body;
}

/** Makes an agent. */
export async function addAgent(api: TestApi, token: string, name: string, account = 'demo'): Promise<AgentCredentials> {
  const answer = await call<AgentCredentials>(api, `POST /v1/${account}/agents`, { token, body: { name } });
  if (answer.status !== 201) throw new Error(`creating an agent answered ${answer.status}: ${answer.text}`);
  return answer.body;
}
