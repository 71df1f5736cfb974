import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { Database } from '../database.ts';
import { DatabaseUnavailableError } from '../sql-error.ts';
import { connectPglite } from './client.ts';
import { inspectFolder } from './data-folder.ts';
import type { Command, Notice, WorkerSettings } from './messages.ts';

const SILENT_TRANSACTION_MS = 60_000;

export interface PgliteOptions {
  /** Folder of the database, made when it does not exist (its parent must); null keeps the database in memory. */
  readonly dataDir: string | null;
  /**
   * File of a packed database (from `ensureTemplate`) that a new one begins with. When left out, PostgreSQL's initdb
   * makes one, which takes seconds of computing and half a gigabyte of memory.
   */
  readonly template?: string;
  /** Entry of the database thread; the TypeScript source when left out. */
  readonly workerUrl?: URL;
  /** Options of Node for the thread; none when left out. */
  readonly execArgv?: readonly string[];
  /** Milliseconds without a statement after which a transaction is rolled back; 60,000 when left out. */
  readonly silentTransactionMs?: number;
  /** Called once when the database gave up: every statement fails from then on, and it has to be started anew. */
  readonly onFailure?: (error: DatabaseUnavailableError) => void;
  /** Called when background work (a checkpoint, a vacuum) failed; it is tried again. */
  readonly onWarning?: (reason: string) => void;
}

export interface PgliteHandle {
  /** The starting thread's own connection; closing it leaves the database open for the other threads. */
  readonly database: Database;
  /** Makes a connection for another thread: transfer the port and call `connectPglite` with it there. */
  connect(): MessagePort;
  /** Waits for open transactions (five seconds at most), writes everything out and ends the thread. */
  close(): Promise<void>;
}

/**
 * Starts PGlite in a thread of its own, on a folder that survives crashes of the process and of the machine.
 * A folder must not be opened twice: PGlite does not notice.
 *
 * @throws DatabaseUnavailableError with the reason when the folder cannot be made, read or recovered
 */
export async function startPglite(options: PgliteOptions): Promise<PgliteHandle> {
  const { dataDir, template } = options;
  const isNew = dataDir !== null && (await folderIsEmpty(dataDir));
  const isPacked = template !== undefined;
  if (isNew && !isPacked) await new DatabaseThread(options, 'initialise').ended;
  const thread = new DatabaseThread(options, isNew && isPacked ? 'unpack' : 'serve');
  await thread.ready;
  thread.onFailure = options.onFailure;
  const database = connectPglite(thread.connect());
  const close = async () => {
    await thread.close();
    await database.close();
  };
  return { database, connect: () => thread.connect(), close };
}

async function folderIsEmpty(dataDir: string): Promise<boolean> {
  try {
    return inspectFolder(dataDir) === 'empty';
  } catch (error) {
    throw unavailable(error instanceof Error ? error.message : String(error));
  }
}

function unavailable(reason: string): DatabaseUnavailableError {
  return new DatabaseUnavailableError(`The database failed: ${reason}`);
}

/** The worker thread as its starter sees it. */
class DatabaseThread {
  /** Resolves when the database is open. */
  readonly ready: Promise<void>;
  /** Resolves when the thread has ended as it was told to. */
  readonly ended: Promise<void>;
  onFailure: ((error: DatabaseUnavailableError) => void) | undefined;
  readonly #worker: Worker;
  #reason: string | null = null;

  constructor(options: PgliteOptions, task: WorkerSettings['task']) {
    this.#worker = startWorker(options, task);
    this.ready = new Promise((resolve, reject) => this.#listen(options, resolve, reject));
    this.ended = new Promise((resolve, reject) => {
      this.#worker.once('exit', (code) => {
        if (code === 0) resolve();
        else reject(this.#failure());
      });
    });
    // Whoever is interested awaits one of them; the other must not count as an unhandled rejection.
    this.ready.catch(() => undefined);
    this.ended.catch(() => this.onFailure?.(this.#failure()));
  }

  connect(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    this.#worker.postMessage({ type: 'connect', port: port2 } satisfies Command, [port2]);
    return port1;
  }

  async close(): Promise<void> {
    this.onFailure = undefined;
    this.#worker.postMessage({ type: 'close' } satisfies Command);
    await this.ended;
  }

  #listen({ onWarning }: PgliteOptions, ready: () => void, failed: (error: Error) => void): void {
    this.#worker.on('message', (notice: Notice) => {
      if (notice.type === 'ready') ready();
      else if (notice.type === 'failed') this.#reason = notice.reason;
      else if (notice.type === 'housekeeping-failed') onWarning?.(notice.reason);
    });
    this.#worker.once('error', (error) => {
      this.#reason = error.message;
    });
    this.#worker.once('exit', () => failed(this.#failure()));
  }

  #failure(): DatabaseUnavailableError {
    return unavailable(this.#reason ?? 'its thread ended');
  }
}

function startWorker(options: PgliteOptions, task: WorkerSettings['task']): Worker {
  const settings: WorkerSettings = {
    dataDir: options.dataDir,
    template: options.template ?? null,
    task,
    silentTransactionMs: options.silentTransactionMs ?? SILENT_TRANSACTION_MS,
  };
  const url = entryOf(options.workerUrl ?? new URL('./worker.ts', import.meta.url));
  return new Worker(url, { workerData: settings, execArgv: [...(options.execArgv ?? [])] });
}

/** A TypeScript entry is started through the loader that lies beside it. */
function entryOf(workerUrl: URL): URL {
  return workerUrl.pathname.endsWith('.ts') ? new URL('./worker-from-source.mjs', workerUrl) : workerUrl;
}
