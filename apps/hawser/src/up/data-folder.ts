import { accessSync, constants, mkdirSync, rmSync, statSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join, resolve } from 'node:path';
import { StartupError } from './startup-error.ts';

/** The folder that holds everything the embedded shape keeps. */
export interface DataFolder {
  readonly path: string;
  readonly database: string;
  readonly queue: string;
  readonly setupToken: string;
  readonly demoFleet: string;
  release(): Promise<void>;
}

/**
 * Makes the folder if need be and claims it for this process.
 *
 * @param dir - as given by the user, absolute or relative to the working directory
 * @throws StartupError when it cannot be written or another process uses it
 */
export async function claimDataFolder(dir: string): Promise<DataFolder> {
  const path = resolve(dir);
  makeWritable(path);
  const lock = await lockFolder(path);
  return {
    path,
    database: join(path, 'database'),
    queue: join(path, 'queue'),
    setupToken: join(path, 'setup-token'),
    demoFleet: join(path, 'demo-fleet.json'),
    release: () => new Promise((done) => lock.close(() => done())),
  };
}

function makeWritable(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    accessSync(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new StartupError(
      `The data folder ${path} cannot be written (${code}); choose another with --data or HAWSER_DATA_DIR.`,
      error,
    );
  }
}

/**
 * Holds a socket as the lock: the kernel lets go of it at the moment the process dies, however it dies. On Linux it is
 * an abstract one (unix(7)) named after the folder's inode, so that no file can be left behind; elsewhere a named pipe
 * or a socket file, which counts as stale when nobody answers on it.
 */
async function lockFolder(path: string): Promise<Server> {
  const address = lockAddress(path);
  const isFile = !address.startsWith('\0') && process.platform !== 'win32';
  if (isFile && !(await answers(address))) rmSync(address, { force: true });
  const server = createServer((connection) => connection.destroy());
  await new Promise<void>((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => fail(error.code === 'EADDRINUSE' ? inUse(path) : error));
    server.listen(address, done);
  });
  server.unref();
  return server;
}

function inUse(path: string): StartupError {
  return new StartupError(
    `The data folder ${path} is used by another running Hawser; stop it or choose another folder with --data.`,
  );
}

function answers(address: string): Promise<boolean> {
  return new Promise((done) => {
    const probe = connect(address);
    probe.once('connect', () => {
      probe.destroy();
      done(true);
    });
    probe.once('error', () => done(false));
  });
}

function lockAddress(path: string): string {
  const { dev, ino } = statSync(path, { bigint: true });
  const name = `hawser-${dev.toString(36)}-${ino.toString(36)}`;
  if (process.platform === 'linux') return `\0${name}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(path, 'lock.sock');
}
