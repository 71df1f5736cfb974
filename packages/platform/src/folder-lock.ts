import { rmSync, statSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';

/** Keeps other processes from using a folder. */
export interface FolderLock {
  release(): Promise<void>;
}

/** Another process holds the folder. */
export class FolderInUse extends Error {
  constructor(path: string) {
    super(`The folder ${path} is used by another running process`);
    this.name = 'FolderInUse';
  }
}

/**
 * Claims a folder for this process until it releases it or dies.
 *
 * Holds a socket as the lock: the kernel lets go of it at the moment the process dies, however it dies. On Linux it is
 * an abstract one (unix(7)) named after the folder's inode, so that no file can be left behind; elsewhere a named pipe
 * or a socket file, which counts as stale when nobody answers on it. It does not reach beyond a machine, nor beyond a
 * container with a network of its own.
 *
 * @param path - an existing folder
 * @throws FolderInUse when another process, or this one, has claimed it
 */
export async function lockFolder(path: string): Promise<FolderLock> {
  const address = lockAddress(path);
  const isFile = !address.startsWith('\0') && process.platform !== 'win32';
  if (isFile && !(await answers(address))) rmSync(address, { force: true });
  const server = createServer((connection) => connection.destroy());
  await listen(server, address, path);
  server.unref();
  return { release: () => new Promise((done) => server.close(() => done())) };
}

function listen(server: Server, address: string, path: string): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      fail(error.code === 'EADDRINUSE' ? new FolderInUse(path) : error),
    );
    server.listen(address, done);
  });
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
