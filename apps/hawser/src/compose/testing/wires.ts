import { once } from 'node:events';
import { connect } from 'node:net';
import { type Lifecycle, silentLogger } from '@hawser/platform';
import type { Database, Invalidations } from '@hawser/storage';
import { type RedisServer, startRedis } from '@hawser/testkit';
import { openInvalidations } from '../invalidations.ts';
import { connectBus } from '../live.ts';

const log = silentLogger();

/** How processes hear of each other, and how a test makes them deaf for a moment. */
export interface Wire {
  open(process: Process): Invalidations;
  breakConnections(): Promise<unknown>;
  close(): Promise<void>;
}

export interface Process {
  readonly database: Database;
  readonly url: string;
  readonly lifecycle: Lifecycle;
}

export async function throughPostgres(): Promise<Wire> {
  const databases: Database[] = [];
  return {
    open({ database, url, lifecycle }) {
      databases.push(database);
      return openInvalidations({ bus: null, databaseUrl: url, database, log, lifecycle });
    },
    async breakConnections() {
      const end = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'hawser changes'`;
      await databases[0]?.query(end);
    },
    close: async () => undefined,
  };
}

export async function throughRedis(): Promise<Wire> {
  const server: RedisServer = await startRedis();
  return {
    open({ database, url, lifecycle }) {
      const clients = connectBus({ redis: { url: server.url }, log, lifecycle });
      const bus = { clients, tenantId: 'tenant' };
      return openInvalidations({ bus, databaseUrl: url, database, log, lifecycle });
    },
    async breakConnections() {
      const socket = connect(server.port, '127.0.0.1');
      socket.write('CLIENT KILL TYPE pubsub\r\n');
      await once(socket, 'data');
      socket.destroy();
    },
    close: () => server.stop(),
  };
}
