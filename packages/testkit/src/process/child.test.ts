import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { waitFor } from '../wait-for.ts';
import { startChild } from './child.ts';

const node = (script: string) => startChild({ command: process.execPath, args: ['-e', script] });

describe('startChild', () => {
  it('collects output and tells how the process ended', async () => {
    const child = await node('console.log("out"); console.error("err"); process.exit(3)');
    expect(await child.exited).toEqual({ code: 3, signal: null });
    expect(child.output()).toContain('out');
    expect(child.output()).toContain('err');
  });

  it('fails with the output when the process ends before it printed what was awaited', async () => {
    const child = await node('console.log("no such file"); process.exit(1)');
    await expect(child.waitForOutput(/ready/)).rejects.toThrow(/ended with code 1.*\n.*no such file/s);
  });

  it('fails when nothing that matches is printed in time', async () => {
    const child = await node('setInterval(() => {}, 1000)');
    await expect(child.waitForOutput(/ready/, 10)).rejects.toThrow('ran for 10 ms');
    await child.stop();
  });

  it('kills a process that does not want to end', async () => {
    const child = await node('process.on("SIGTERM", () => {}); console.log("up"); setInterval(() => {}, 1000)');
    await child.waitForOutput(/up/);
    expect(await child.stop('SIGTERM', 50)).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('says which command does not exist', async () => {
    const child = await startChild({ command: '/no/such/program', args: [] });
    expect((await child.exited).code).not.toBe(0);
    expect(child.output()).toContain('/no/such/program');
  });

  it('does not outlive a parent that is killed without warning', async () => {
    const module = new URL('./child.ts', import.meta.url).href;
    const script = `
      import { startChild } from '${module}';
      const child = await startChild({ command: 'sleep', args: ['600'] });
      console.log('pid ' + child.pid);`;
    const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
    const [chunk] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(/pid (\d+)/.exec(chunk.toString())?.[1]);
    expect(() => process.kill(pid, 0)).not.toThrow();
    parent.kill('SIGKILL');
    await waitFor(() => isGone(pid));
  });
});

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}
