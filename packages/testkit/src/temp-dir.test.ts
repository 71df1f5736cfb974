import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sweepTempRoots, tempDir } from './temp-dir.ts';

describe('tempDir', () => {
  it('makes a new empty folder each time', async () => {
    const [first, second] = [await tempDir('one'), await tempDir('one')];
    expect(first).not.toBe(second);
    expect(existsSync(first)).toBe(true);
  });

  it('is removed when a process outside the test runner ends', () => {
    const module = new URL('./temp-dir.ts', import.meta.url).href;
    const script = `import { tempDir } from '${module}'; console.log(await tempDir());`;
    const env = { ...process.env, HAWSER_TEST_TEMP_ROOT: undefined };
    const args = ['--import', 'tsx', '--input-type=module', '-e', script];
    const path = execFileSync(process.execPath, args, { encoding: 'utf8', env }).trim();
    expect(path).toContain('hawser-test-');
    expect(existsSync(path)).toBe(false);
  });

  it('sweeps the roots of dead runs and leaves those of living ones', async () => {
    const child = spawn('true');
    await once(child, 'exit');
    const dead = join(tmpdir(), `hawser-test-${child.pid}-dead`);
    const alive = join(tmpdir(), `hawser-test-${process.pid}-alive`);
    for (const path of [dead, alive]) mkdirSync(path);
    sweepTempRoots();
    expect(existsSync(dead)).toBe(false);
    expect(existsSync(alive)).toBe(true);
    execFileSync('rmdir', [alive]);
  });
});
