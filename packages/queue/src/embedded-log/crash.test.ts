import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { tempDir } from '@hawser/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openLogUnderTest, readAll, textOf } from './testing/log-under-test.ts';

const WRITER = fileURLToPath(new URL('./testing/writing-process.ts', import.meta.url));

async function lastSegment(dir: string): Promise<string> {
  const folder = join(dir, 'shard-000');
  return join(folder, (await readdir(folder)).sort().at(-1)!);
}

describe('embedded log after a crash', () => {
  it('keeps everything acknowledged and nothing twice, wherever the last write was cut', async () => {
    const rounds = fc.array(
      fc.record({
        sizes: fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 1, maxLength: 12 }),
        underWay: fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 1, maxLength: 6 }),
        cut: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { minLength: 1, maxLength: 5 },
    );
    await fc.assert(
      fc.asyncProperty(rounds, async (crashes) => {
        const dir = await tempDir('log');
        const acknowledged = new Map<string, string>();
        let serial = 0;
        const text = (size: number) => `${serial++}:`.padEnd(size, 'x');
        for (const { sizes, underWay, cut } of crashes) {
          const { log, close } = await openLogUnderTest({ dir, segmentBytes: 2000 });
          for (const payload of sizes.map(text))
            acknowledged.set(await log.appender.append(0, Buffer.from(payload)), payload);
          const { size: durable } = await stat(await lastSegment(dir));
          const file = await lastSegment(dir);
          await Promise.all(underWay.map((size) => log.appender.append(0, Buffer.from(text(size)))));
          await close();
          // The appends under way went into this file, or into a new one when this one was full.
          const crashed = await lastSegment(dir);
          const floor = crashed === file ? durable : 0;
          const { size } = await stat(crashed);
          await truncate(crashed, floor + Math.floor(cut * (size - floor)));
        }
        const { reader, close } = await openLogUnderTest({ dir, segmentBytes: 2000 });
        const entries = await readAll(reader);
        await close();
        const found = new Map(entries.map((entry) => [entry.id as string, textOf(entry)]));
        for (const [id, payload] of acknowledged) expect(found.get(id)).toBe(payload);
        expect(new Set(found.values()).size).toBe(entries.length);
        expect(entries.map(({ id }) => id)).toEqual(entries.map(({ id }) => id).toSorted());
      }),
      { numRuns: 40 },
    );
  });

  it('keeps everything acknowledged when the process is killed at any moment', async () => {
    const dir = await tempDir('log');
    const acknowledged = new Map<string, string>();
    for (let round = 0; round < 5; round++) {
      const child = spawn(process.execPath, ['--import', 'tsx', WRITER, dir, `r${round}`], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const exit = once(child, 'exit');
      let seen = 0;
      for await (const line of createInterface({ input: child.stdout })) {
        const [id, text] = line.split(' ');
        // The last line may have been cut by the kill.
        if (/^\d{16}$/.test(id ?? '') && /^r\d:\d+;$/.test(text ?? '')) acknowledged.set(id!, text!);
        if (++seen === 300 + round * 137) child.kill('SIGKILL');
      }
      await exit;
      expect(child.signalCode).toBe('SIGKILL');
    }
    const { reader, close, reports } = await openLogUnderTest({ dir, segmentBytes: 100_000 });
    const entries = await readAll(reader);
    await close();
    expect(reports.filter(({ cause }) => cause === 'damaged')).toEqual([]);
    const found = new Map(entries.map((entry) => [entry.id as string, textOf(entry).trimEnd()]));
    expect(acknowledged.size).toBeGreaterThan(1500);
    for (const [id, text] of acknowledged) expect(found.get(id)).toBe(text);
    expect(new Set(found.values()).size).toBe(entries.length);
  });
});

describe('embedded log when a write fails', () => {
  it('refuses the appends of that write, keeps nothing of them, and goes on when there is room again', async () => {
    const dir = await tempDir('log');
    // `ulimit -f` makes writes beyond 64 KiB of a file short and then fail, as a full disk does.
    const child = spawn(
      'bash',
      ['-c', 'ulimit -f 64; exec "$0" --import tsx "$@"', process.execPath, WRITER, dir, 'full'],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const exit = once(child, 'exit');
    const acknowledged: string[] = [];
    let refused = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      const [id, text] = line.split(' ');
      if (id === 'refused') refused++;
      else acknowledged.push(text!);
    }
    await exit;
    expect(refused).toBeGreaterThan(0);
    const content = await readFile(await lastSegment(dir));
    const { log, reader, reports, close } = await openLogUnderTest({ dir, segmentBytes: 1_000_000 });
    expect(reports).toEqual([]);
    expect(content.length).toBeLessThanOrEqual(64 * 1024);
    expect((await readAll(reader)).map((entry) => textOf(entry).trimEnd())).toEqual(acknowledged);
    await log.appender.append(0, Buffer.from('room again'));
    expect(textOf((await readAll(reader)).at(-1)!)).toBe('room again');
    await close();
  });
});
