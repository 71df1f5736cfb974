import { fsync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { extract } from 'tar';
import { openEngine } from './engine.ts';

/** The disk writes a thousand small files out faster when it knows of several at a time. */
const SYNCED_AT_ONCE = 16;

const sync = promisify(fsync);

/** What can be said about a folder before PostgreSQL has looked at it. */
export type FolderState = 'database' | 'empty';

/**
 * Looks whether a folder holds a database.
 *
 * @returns `empty` also when it does not exist
 * @throws Error when it cannot be read, or holds something else: PGlite would write a database over it
 */
export function inspectFolder(dataDir: string): FolderState {
  const names = listFolder(dataDir);
  if (names.length === 0) return 'empty';
  if (names.includes('PG_VERSION') && names.includes('global')) return 'database';
  throw new Error(`${dataDir} is not empty and is not a database: PG_VERSION or global is missing in it.`);
}

function listFolder(dataDir: string): string[] {
  try {
    return readdirSync(dataDir);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new Error(`${dataDir} cannot be read: ${reasonOf(error)}`, { cause: error });
  }
}

/**
 * Makes a new database. It comes into its folder file by file, so a crash in the middle would leave one that looks like
 * a database and is none. Therefore it is made beside its place, synced, and renamed in one step; what an interrupted
 * attempt left is thrown away.
 *
 * @param dataDir - an empty folder, or one that does not exist in a folder that does
 * @param template - file of a packed database to begin with; with null PostgreSQL's initdb makes one, which takes seconds
 * @throws Error when it cannot be written
 */
export async function initialiseFolder(dataDir: string, template: string | null = null): Promise<void> {
  const draft = `${dataDir}.new`;
  try {
    await rm(draft, { recursive: true, force: true });
    // Not recursive: Node never returns from that below /proc and the like.
    await mkdir(draft, { mode: 0o700 });
  } catch (error) {
    throw new Error(`${dataDir} cannot be made: ${reasonOf(error)}`, { cause: error });
  }
  if (template === null) await runInitdb(draft);
  else unpack(template, draft);
  await syncTree(draft);
  await rename(draft, dataDir);
  await syncPath(dirname(dataDir));
}

/** PGlite does it when it finds no database in the folder. */
async function runInitdb(folder: string): Promise<void> {
  const engine = await openEngine({ dataDir: folder, onFatal: throwFatal });
  await engine.close();
}

function throwFatal(reason: string): never {
  throw new Error(reason);
}

/** Decompressed in one piece: `tar` needs four times as long when it does that as well. */
function unpack(template: string, folder: string): void {
  extract({ cwd: folder, sync: true, strict: true, noMtime: true }).end(gunzipSync(readFileSync(template)));
}

/** The new database's files were written without syncing them. */
async function syncTree(folder: string): Promise<void> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const paths = [folder, ...names.map((name) => join(folder, name))].values();
  const syncRest = async (): Promise<void> => {
    for (const path of paths) await syncPath(path);
  };
  await Promise.all(Array.from({ length: SYNCED_AT_ONCE }, syncRest));
}

async function syncPath(path: string): Promise<void> {
  const file = await open(path);
  try {
    await sync(file.fd);
  } finally {
    await file.close();
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
