import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { PGlite } from '@electric-sql/pglite';
import { CopyDevice } from './copy-device.ts';
import { DurableNodeFs } from './durable-fs.ts';
import { ServerLog } from './server-log.ts';
import { concat } from './wire.ts';

/** Status with which PGlite's build leaves the main loop instead of `siglongjmp`: a refused statement, not a failure. */
const LONGJMP_STATUS = 100;

/** Buffers are in the WASM memory, which never shrinks: half of what initdb chooses is plenty for a small site. */
const SHARED_SETTINGS = { shared_buffers: '64MB', jit: 'off', TimeZone: 'UTC' };

/** `max_wal_size` only bounds how many segments are kept for reuse: see `housekeeping.ts` for the checkpoints. */
const DISK_SETTINGS = { fsync: 'on', wal_sync_method: 'fsync', max_wal_size: '256MB', min_wal_size: '96MB' };

export interface EngineOptions {
  /** Folder of the database; null keeps it in memory. */
  readonly dataDir: string | null;
  /** File of a packed database that one in memory begins with; initdb makes one when left out. */
  readonly template?: string | null;
  /** Called when PostgreSQL gave up (PANIC, FATAL, a trap in the WASM code). It must end the thread and not return. */
  readonly onFatal: (reason: string) => void;
}

/** PostgreSQL in this thread: takes frontend protocol, gives backend protocol. One caller at a time. */
export interface Engine {
  run(wire: Uint8Array, copy?: Uint8Array | null): Promise<Uint8Array>;
  /** Writes a checkpoint and closes the files. */
  close(): Promise<void>;
}

/**
 * Opens the database, recovering it if it was not closed properly. A folder must have been initialised.
 *
 * @throws Error with PostgreSQL's reason when the folder cannot be opened
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const log = new ServerLog();
  const pg = await startPostgres(options, log);
  const device = new CopyDevice();
  device.install(pg.Module);
  watchMainLoop(pg, (error) => options.onFatal(log.lastFailure() ?? String(error)));
  return {
    async run(wire, copy = null) {
      device.content = copy;
      const parts: Uint8Array[] = [];
      // The bytes are a view of WASM memory, valid only during the call.
      await pg.execProtocolRawStream(wire, { syncToFs: false, onRawData: (bytes) => parts.push(bytes.slice()) });
      device.content = null;
      return concat(parts);
    },
    close: () => pg.close(),
  };
}

async function startPostgres({ dataDir, template = null }: EngineOptions, log: ServerLog): Promise<PGlite> {
  const options = { startParams: startParameters(dataDir !== null), onStderr: (line: string) => log.take(line) };
  try {
    if (dataDir !== null) return await PGlite.create({ ...options, fs: new DurableNodeFs(dataDir) });
    if (template === null) return await PGlite.create(options);
    return await PGlite.create({ ...options, loadDataDir: await readPacked(template) });
  } catch (error) {
    throw new Error(log.lastFailure() ?? (error instanceof Error ? error.message : String(error)), { cause: error });
  }
}

/** PGlite could unpack it as well, but needs twice as long. */
async function readPacked(file: string): Promise<Blob> {
  return new Blob([gunzipSync(await readFile(file))]);
}

function startParameters(onDisk: boolean): string[] {
  const settings = { ...SHARED_SETTINGS, ...(onDisk ? DISK_SETTINGS : {}) };
  const ours = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return [...PGlite.defaultStartParams.filter((parameter) => !onDisk || parameter !== '-F'), ...ours];
}

/**
 * PGlite swallows whatever its main loop throws and calls it again, for ever if PostgreSQL has ended (`execProtocolRawSync`
 * in pglite.ts). Only the exit that stands for a refused statement may pass.
 */
function watchMainLoop(pg: PGlite, onFatal: (error: unknown) => void): void {
  const module = pg.Module;
  const loopOnce = module._PostgresMainLoopOnce;
  module._PostgresMainLoopOnce = () => {
    try {
      loopOnce();
    } catch (error) {
      if ((error as { status?: unknown }).status !== LONGJMP_STATUS) onFatal(error);
      throw error;
    }
  };
}
