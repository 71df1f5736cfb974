import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type PostgresServer, startPostgres } from '../services/postgres.ts';

/** Set for the test workers by the global set-up: the Unix socket that gives away the run's PostgreSQL. */
export const SHARED_SERVER_VARIABLE = 'HAWSER_TEST_POSTGRES';

let ownServer: Promise<PostgresServer> | undefined;

/**
 * Offers one PostgreSQL server to all test workers. It is started when the first of them asks, so that a run without a
 * database does not wait for one.
 *
 * @param dir - folder for the socket
 * @returns the socket's path, and how to end both
 */
export async function offerSharedServer(dir: string): Promise<{ path: string; close(): Promise<void> }> {
  let server: Promise<PostgresServer> | undefined;
  const listener = createServer((socket) => {
    server ??= startPostgres();
    server.then(
      ({ url }) => socket.end(url()),
      (error: unknown) => socket.destroy(error instanceof Error ? error : new Error(String(error))),
    );
    socket.on('error', (error) => process.stderr.write(`The shared PostgreSQL could not be given: ${error.message}\n`));
  });
  const path = join(dir, 'postgres.sock');
  listener.listen(path);
  await once(listener, 'listening');
  const close = async () => {
    listener.close();
    await (await server)?.stop();
  };
  return { path, close };
}

/**
 * Gives the connection string of the run's PostgreSQL; outside vitest, of one that this process starts for itself.
 *
 * @throws Error when the server could not be started
 */
export async function sharedServerUrl(): Promise<string> {
  const path = process.env[SHARED_SERVER_VARIABLE];
  if (path === undefined) {
    ownServer ??= startPostgres();
    return (await ownServer).url();
  }
  const url = await text(connect(path));
  if (url === '') throw new Error('PostgreSQL could not be started; the test runner printed why');
  return url;
}
