import { freePort } from '../free-port.ts';
import { type Child, startChild } from '../process/child.ts';
import { findExecutable } from '../process/executable.ts';
import { serviceDir, serviceUser } from '../process/service-user.ts';

export interface RedisOptions {
  /** Further settings, by the names of redis.conf. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Folder and port of a server that was stopped, to start it again. */
  readonly dataDir?: string;
  readonly port?: number;
  /** Listens with TLS only; the settings name the certificate. */
  readonly tlsOnly?: boolean;
}

export interface RedisServer {
  readonly port: number;
  readonly dataDir: string;
  readonly url: string;
  readonly child: Child;
  stop(): Promise<void>;
}

/** Starts a Redis server of its own on a free port; it keeps nothing on disk unless the settings say so. */
export async function startRedis(options: RedisOptions = {}): Promise<RedisServer> {
  const dataDir = options.dataDir ?? (await serviceDir('redis'));
  const port = options.port ?? (await freePort());
  const settings = {
    ...(options.tlsOnly === true ? { port: '0', 'tls-port': String(port) } : { port: String(port) }),
    bind: '127.0.0.1',
    dir: dataDir,
    save: '',
    appendonly: 'no',
    'maxmemory-policy': 'noeviction',
    ...options.settings,
  };
  const child = await startChild({
    command: findExecutable(['redis-server'], 'redis-server'),
    args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
    user: serviceUser(),
    cwd: dataDir,
  });
  await child.waitForOutput(/Ready to accept connections/);
  const stop = async () => {
    await child.stop();
  };
  return { port, dataDir, url: `${options.tlsOnly === true ? 'rediss' : 'redis'}://127.0.0.1:${port}`, child, stop };
}
