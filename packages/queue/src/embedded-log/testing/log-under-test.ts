import type { QueueEntry, QueueReader } from '../../port.ts';
import type { EmbeddedLogConfig } from '../config.ts';
import type { CorruptionReport } from '../corruption.ts';
import { type EmbeddedLog, openEmbeddedLog } from '../embedded-log.ts';
import { openEmbeddedLogReader } from '../reader.ts';

/** An open log with one reader and everything it reported. */
export interface LogUnderTest {
  readonly log: EmbeddedLog;
  readonly reader: QueueReader;
  readonly reports: CorruptionReport[];
  close(): Promise<void>;
}

type Options = Partial<EmbeddedLogConfig> & { readonly dir: string };

/** Opens a log in `dir`, by default with one shard and small segments. */
export async function openLogUnderTest(options: Options): Promise<LogUnderTest> {
  const reports: CorruptionReport[] = [];
  const onCorruption = (report: CorruptionReport): void => {
    reports.push(report);
  };
  const onReleaseError = (error: unknown): never => {
    throw error;
  };
  const log = await openEmbeddedLog({ shards: 1, segmentBytes: 4096, onReleaseError, onCorruption, ...options });
  const reader = openEmbeddedLogReader({ dir: options.dir, signal: log.signal, onCorruption });
  const close = async () => {
    await reader.close();
    await log.close();
  };
  return { log, reader, reports, close };
}

/** Everything in shard 0, read in small steps. */
export async function readAll(reader: QueueReader): Promise<QueueEntry[]> {
  const all: QueueEntry[] = [];
  for (;;) {
    const more = await reader.read(0, all.at(-1)?.id ?? null, { maxEntries: 100, maxBytes: 10_000, waitMs: 0 });
    if (more.length === 0) return all;
    all.push(...more);
  }
}

export function textOf({ record }: QueueEntry): string {
  return Buffer.from(record).toString();
}
