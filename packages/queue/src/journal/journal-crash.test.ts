import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { FolderInUse } from '@hawser/platform';
import { type RedisServer, startRedis, tempDir, waitFor } from '@hawser/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expectStored, Load, openStage, type Stage } from '../testing/journal-under-test.ts';

const PROCESS = fileURLToPath(new URL('../testing/journal-process.ts', import.meta.url));

let redis: RedisServer;
let stage: Stage;

beforeEach(async () => {
  redis = await startRedis();
  stage = await openStage({ url: redis.url });
});

afterEach(async () => {
  await stage.close();
  await redis.stop();
});

describe('journal of a process that is killed', () => {
  async function killWhileAppending(dir: string, name: string, kill: number): Promise<string[]> {
    const args = ['--import', 'tsx', PROCESS, dir, redis.url, stage.names.tenantId, name];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const exit = once(child, 'exit');
    const acknowledged: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      // The last line may have been cut by the kill.
      if (line.endsWith(';')) acknowledged.push(line.slice(0, -1));
      if (acknowledged.length === kill) child.kill('SIGKILL');
    }
    await exit;
    expect(child.signalCode).toBe('SIGKILL');
    return acknowledged;
  }

  it('has everything acknowledged, forwarded exactly once, after it is opened again', async () => {
    const dir = await tempDir('journal');
    stage.ingestion.start();
    const acknowledged = [
      ...(await killWhileAppending(dir, 'a', 1_000)),
      ...(await killWhileAppending(dir, 'b', 1_777)),
    ];
    await redis.child.stop('SIGKILL');
    redis = await startRedis({ port: redis.port, dataDir: redis.dataDir });
    const journal = await stage.openJournal({ dir });
    const last = new Load(journal.appender, 'c', 400);
    await last.done;
    const { texts } = stage.ingestion;
    await waitFor(() => journal.stats().spooledEntries === 0 && texts.includes(last.acknowledged.at(-1) ?? ''));
    // What was appended and not acknowledged when the process died may be there as well.
    expect(texts).toEqual(expect.arrayContaining([...acknowledged, ...last.acknowledged]));
    expect(new Set(texts).size).toBe(texts.length);
  });
});

describe('folder of a journal', () => {
  it('belongs to one process at a time', async () => {
    const { dir } = await stage.openJournal();
    await expect(stage.openJournal({ dir })).rejects.toThrow(FolderInUse);
  });

  it('keeps its name, and gets a new one when its files are gone', async () => {
    stage.ingestion.start();
    const first = await stage.openJournal();
    const loads = [new Load(first.appender, 'a', 80)];
    await loads[0]?.done;
    await first.close();
    const again = await stage.openJournal({ dir: first.dir });
    expect(again.journal).toBe(first.journal);
    // What still waits in the journal would be gone with its files.
    await expectStored(
      stage.ingestion,
      loads.flatMap(({ acknowledged }) => acknowledged),
    );
    await again.close();
    await rm(join(first.dir, 'shard-000'), { recursive: true });
    const renewed = await stage.openJournal({ dir: first.dir });
    expect(renewed.journal).not.toBe(first.journal);
    loads.push(new Load(renewed.appender, 'b', 80));
    await loads[1]?.done;
    await expectStored(
      stage.ingestion,
      loads.flatMap(({ acknowledged }) => acknowledged),
    );
  });

  it('is emptied of what is stored', async () => {
    const journal = await stage.openJournal({ maxBytes: 16 * 1024 * 1024 });
    const load = new Load(journal.appender, 'a', 4_000, 1_000);
    await load.done;
    const segments = () => readdir(join(journal.dir, 'shard-000'));
    const before = (await segments()).length;
    expect(before).toBeGreaterThan(2);
    stage.ingestion.start();
    await expectStored(stage.ingestion, load.acknowledged);
    await waitFor(async () => (await segments()).length === 1);
    expect(journal.appender.depth()).toEqual({ entries: 0, bytes: 0 });
  });

  it('shows its reader only what has been in Redis', async () => {
    await redis.child.stop('SIGKILL');
    const journal = await stage.openJournal();
    const load = new Load(journal.appender, 'a', 80);
    await load.done;
    const all = { maxEntries: 1_000, maxBytes: 1_000_000, waitMs: 0 };
    expect(await journal.reader.read(0, null, all)).toEqual([]);
    redis = await startRedis({ port: redis.port, dataDir: redis.dataDir });
    await waitFor(() => journal.stats().spooledEntries === 0);
    expect(await journal.reader.read(0, null, all)).toHaveLength(80);
  });
});

describe('journal on a full disk', () => {
  let disk: string;
  let obstacle: string | null;

  beforeEach(async () => {
    disk = await tempDir('disk');
    obstacle = mountSmallDisk(disk);
  });
  afterEach(() => {
    if (obstacle === null) execFileSync('umount', ['-l', disk]);
  });

  it('refuses what it cannot write, loses nothing it acknowledged, and goes on when there is room', async (test) => {
    if (obstacle !== null) test.skip(obstacle);
    const journal = await stage.openJournal({ dir: join(disk, 'journal'), maxLength: 10 });
    const load = new Load(journal.appender, 'a', 8_000, 1_000);
    await expect(load.done).rejects.toThrow('ENOSPC');
    expect(load.acknowledged.length).toBeGreaterThan(1_000);
    stage.ingestion.start();
    await waitFor(() => journal.appender.append(0, Buffer.from('room again')), { timeoutMs: 20_000 });
    const { texts } = stage.ingestion;
    await waitFor(() => texts.includes('room again'));
    expect(texts).toEqual(expect.arrayContaining(load.acknowledged));
    expect(new Set(texts).size).toBe(texts.length);
    await journal.close();
  });
});

/** Mounts a file system of 3 MiB, or says why that cannot be done here. */
function mountSmallDisk(dir: string): string | null {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'hawser-test', dir], { stdio: 'pipe' });
    return null;
  } catch (error) {
    return `A small disk cannot be mounted here (${(error as Error).message.trim()})`;
  }
}
