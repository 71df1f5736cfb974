import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { freePort } from '../free-port.ts';
import { type Child, startChild } from '../process/child.ts';
import { findPostgresProgram } from '../process/executable.ts';
import { serviceDir, serviceUser } from '../process/service-user.ts';

const run = promisify(execFile);
const USER = 'hawser';

export interface PostgresOptions {
  /** Waits for the disk at each commit. Off unless a test is about surviving a crash: it is what makes tests slow. */
  readonly fsync?: boolean;
  /** Further settings, by the names of postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
  /** A data folder and port of a server that was stopped, to start it again. */
  readonly dataDir?: string;
  readonly port?: number;
}

export interface PostgresServer {
  readonly port: number;
  readonly dataDir: string;
  readonly child: Child;
  /** Connection string of one of its databases. */
  url(database?: string): string;
  stop(): Promise<void>;
}

/** Starts a PostgreSQL server of its own in a temporary folder, on a free port of the loopback address. */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const dataDir = options.dataDir ?? (await createCluster());
  const port = options.port ?? (await freePort());
  const child = await startChild({
    command: findPostgresProgram('postgres'),
    args: ['-D', dataDir, ...serverArguments(port, dataDir, options)],
    user: serviceUser(),
    cwd: dataDir,
    deathSignal: 'QUIT',
  });
  await child.waitForOutput(/ready to accept connections/);
  return {
    port,
    dataDir,
    child,
    url: (database = 'postgres') => `postgres://${USER}@127.0.0.1:${port}/${database}`,
    stop: async () => {
      await child.stop('SIGINT');
    },
  };
}

async function createCluster(): Promise<string> {
  const dataDir = await serviceDir('postgres');
  const user = serviceUser();
  const identity = user === null ? {} : { uid: user.uid, gid: user.gid };
  const args = ['-D', dataDir, '-U', USER, '--auth=trust', '--encoding=UTF8', '--no-locale', '--no-sync'];
  await run(findPostgresProgram('initdb'), args, { cwd: dataDir, ...identity });
  return dataDir;
}

function serverArguments(port: number, dataDir: string, { fsync = false, settings = {} }: PostgresOptions): string[] {
  const fast = fsync ? {} : { fsync: 'off', full_page_writes: 'off' };
  const all: Record<string, string> = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: dataDir,
    shared_buffers: '64MB',
    max_connections: '100',
    timezone: 'UTC',
    ...fast,
    ...settings,
  };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
