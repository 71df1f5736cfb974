import type { MessagePort } from 'node:worker_threads';

/** What a client asks of the database thread. `wire` is PostgreSQL's frontend protocol, version 3. */
export type Request =
  | {
      readonly type: 'run';
      readonly id: number;
      readonly wire: Uint8Array;
      /** The transaction that the statement belongs to; null when it stands alone. */
      readonly transaction: number | null;
      /** Content of the copy device while the statement runs. */
      readonly copy: Uint8Array | null;
    }
  /** `wire` holds the BEGIN, and what is to be set in the transaction. */
  | { readonly type: 'begin'; readonly id: number; readonly wire: Uint8Array }
  | { readonly type: 'end'; readonly id: number; readonly transaction: number; readonly commit: boolean };

/** What the database thread answers; `wire` is PostgreSQL's backend protocol, errors of the statement included. */
export type Reply =
  | { readonly type: 'done'; readonly id: number; readonly wire: Uint8Array }
  | { readonly type: 'began'; readonly id: number; readonly transaction: number; readonly wire: Uint8Array }
  /** The request was not carried out, or nobody knows whether it was. */
  | { readonly type: 'unavailable'; readonly id: number; readonly reason: string };

/** From the thread that started the database thread. */
export type Command = { readonly type: 'connect'; readonly port: MessagePort } | { readonly type: 'close' };

/** To the thread that started the database thread. */
export type Notice =
  | { readonly type: 'ready' }
  | { readonly type: 'closed' }
  /** A checkpoint or vacuum failed; it will be tried again. */
  | { readonly type: 'housekeeping-failed'; readonly reason: string }
  /** The database cannot be opened, or gave up; the thread ends after this. */
  | { readonly type: 'failed'; readonly reason: string };

/** What the database thread is started with. */
export interface WorkerSettings {
  /** Folder of the database; null keeps it in memory. */
  readonly dataDir: string | null;
  /** File of the packed database that a new one begins with; null lets initdb make one. */
  readonly template: string | null;
  /**
   * `unpack` makes the folder of the template and serves it. `initialise` makes it with initdb and ends: the memory that
   * takes is given back with the thread.
   */
  readonly task: 'serve' | 'unpack' | 'initialise';
  /** Milliseconds without a statement after which a transaction is rolled back. */
  readonly silentTransactionMs: number;
}

/** The file of the copy device inside PGlite's virtual file system. */
export const COPY_DEVICE = '/dev/hawser-copy';
