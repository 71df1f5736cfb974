import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Database } from '@hawser/storage';
import { type Child, startProgram, tempDir, waitFor } from '@hawser/testkit';
import { Api } from '../../acceptance/support/api.ts';
import { connectDatabase } from './databases.ts';
import type { ScaleServers } from './scale-servers.ts';

const ENTRY = fileURLToPath(new URL('../../apps/hawser/dist/main.js', import.meta.url));
const STOP_MS = 60_000;

export const ACCOUNT = 'bench';

export interface ScaleOptions {
  /** Database in place of the one of the servers. */
  readonly databaseUrl?: string;
  /** Ingestion processes to start; 1 when left out. */
  readonly ingestions?: number;
  /** Settings of every process. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * The product as three kinds of processes on servers: `hawser api`, `hawser bridge` and `hawser ingestion`. Apart, because
 * the bridge and ingestion then have a thread and a heap each, and the memory of one can be told from that of the others.
 */
export class ScaleSystem {
  readonly api: Api;
  /** Connection of the bench, to the same database. */
  readonly database: Database;
  readonly mqttHost = '127.0.0.1';
  readonly mqttPort: number;
  readonly #parts: Parts;
  readonly #options: ScaleOptions;

  private constructor(api: Api, database: Database, mqttPort: number, parts: Parts, options: ScaleOptions) {
    this.api = api;
    this.database = database;
    this.mqttPort = mqttPort;
    this.#parts = parts;
    this.#options = options;
  }

  static async start(servers: ScaleServers, options: ScaleOptions = {}): Promise<ScaleSystem> {
    const databaseUrl = options.databaseUrl ?? servers.databaseUrl();
    const flags = ['--database', databaseUrl, '--redis', servers.redis.url];
    const dir = await tempDir('scale');
    const api = await startPart('api', [...flags, '--data', join(dir, 'api')], options);
    const [, url = ''] = await api.child.waitForOutput(/Dashboard\s+(http:\S+?)\/?\s/);
    const client = await Api.setUp({ url, setupTokenFile: join(dir, 'api', 'setup-token') }, ACCOUNT);
    const bridgeFlags = [...flags, '--data', join(dir, 'bridge'), '--mqtt-broker', servers.mosquitto.url];
    const bridge = await startPart('bridge', bridgeFlags, options);
    const parts = { flags, api, bridge, ingestions: [] };
    const system = new ScaleSystem(client, connectDatabase(databaseUrl), servers.mosquitto.port, parts, options);
    await system.startIngestion(options.ingestions ?? 1);
    return system;
  }

  /** What runs, by a name for people. */
  get processes(): ReadonlyMap<string, number> {
    const { api, bridge, ingestions } = this.#parts;
    return new Map([
      ['api', api.child.pid],
      ['bridge', bridge.child.pid],
      ...ingestions.map(({ child }, at) => [`ingestion-${at + 1}`, child.pid] as const),
    ]);
  }

  /** @param env - settings of these processes alone */
  async startIngestion(count: number, env: Readonly<Record<string, string>> = {}): Promise<void> {
    const { flags, ingestions } = this.#parts;
    const options = { ...this.#options, env: { ...this.#options.env, ...env } };
    const started = Array.from({ length: count }, () => startPart('ingestion', flags, options));
    ingestions.push(...(await Promise.all(started)));
  }

  async stopIngestion(): Promise<void> {
    await Promise.all(this.#parts.ingestions.splice(0).map(({ child }) => child.stop('SIGTERM', STOP_MS)));
  }

  async stop(): Promise<void> {
    await this.stopIngestion();
    await this.#parts.bridge.child.stop('SIGTERM', STOP_MS);
    await this.#parts.api.child.stop('SIGTERM', STOP_MS);
    await this.database.close();
  }
}

interface Part {
  readonly child: Child;
}

interface Parts {
  readonly flags: readonly string[];
  readonly api: Part;
  readonly bridge: Part;
  readonly ingestions: Part[];
}

/** Starts one part and waits until it says that it is ready: a bridge that has not subscribed yet would miss messages. */
async function startPart(role: string, flags: readonly string[], { env }: ScaleOptions): Promise<Part> {
  const inherited = Object.fromEntries(Object.keys(process.env).map((name) => [name, undefined]));
  const { PATH, HOME, BENCH_NODE_OPTIONS } = process.env;
  const child = await startProgram({
    entry: ENTRY,
    execArgv: BENCH_NODE_OPTIONS?.split(' ') ?? [],
    args: [role, '--port', '0', ...flags],
    env: { ...inherited, PATH, HOME, LOG_LEVEL: 'warn', HAWSER_API_BRIDGE: 'false', ...env },
  });
  const [, adminUrl] = await child.waitForOutput(/Probes\s+(http:\S+?)\/readyz/);
  const isReady = async () => (await fetch(`${adminUrl}/readyz`)).ok;
  await waitFor(isReady, { timeoutMs: 30_000, intervalMs: 50, what: `a ready ${role}` });
  return { child };
}
