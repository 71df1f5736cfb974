import { fdatasyncSync, fsyncSync } from 'node:fs';
import type { PGlite, postgresMod } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

type PostgresMod = postgresMod.PostgresMod;

/** The part of Emscripten's NODEFS that is used here (emscripten/src/lib/libnodefs.js). */
interface NodeFsInternals {
  readonly stream_ops: { fsync?: (stream: NodeFsStream) => number };
  /** Turns Node's error codes into the errno that the C side expects. */
  tryFSOperation<Result>(operation: () => Result): Result;
}

interface NodeFsStream {
  readonly nfd: number;
  readonly node: { readonly parent: { readonly name: string } };
}

/**
 * PGlite's folder on disk, with `fsync` that reaches the disk.
 *
 * PGlite is not durable as it comes: Emscripten's NODEFS has no `fsync` (its `fd_sync` answers success when a file
 * system offers none: emscripten/src/lib/libsyscall.js, libwasi.js), and PGlite starts PostgreSQL with `-F`. After a
 * power cut everything since the operating system's last write-back would be gone, and pages could be torn. This class
 * supplies the operation; `engine.ts` leaves `-F` out. Emscripten's `fdatasync` is a stub that no file system can
 * supply, so `wal_sync_method` must be `fsync`: with the default, commits would not be synced even then.
 */
export class DurableNodeFs extends NodeFS {
  override async init(pg: PGlite, options: Partial<PostgresMod>): Promise<{ emscriptenOpts: Partial<PostgresMod> }> {
    const { emscriptenOpts } = await super.init(pg, options);
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), installFsync] } };
  }
}

function installFsync(module: PostgresMod): void {
  const nodefs = module.NODEFS as unknown as NodeFsInternals;
  nodefs.stream_ops.fsync = (stream) =>
    nodefs.tryFSOperation(() => {
      syncFile(stream);
      return 0;
    });
}

/** What `wal_sync_method = fdatasync` does natively: a commit need not wait for the segment's modification time. */
function syncFile(stream: NodeFsStream): void {
  if (stream.node.parent.name === 'pg_wal') fdatasyncSync(stream.nfd);
  else fsyncSync(stream.nfd);
}
