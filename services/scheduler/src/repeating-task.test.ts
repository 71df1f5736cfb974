import { Counter, createMetrics, silentLogger } from '@hawser/platform';
import { describe, expect, it } from 'vitest';
import { RepeatingTask } from './repeating-task.ts';

function deps() {
  const metrics = createMetrics();
  const runs = new Counter({
    name: 'runs',
    help: 'runs',
    labelNames: ['task', 'outcome'] as const,
    registers: [metrics],
  });
  return { log: silentLogger(), runs };
}

function nthCall(wanted: number): { run: () => Promise<number>; reached: Promise<void> } {
  let calls = 0;
  let tell = () => {};
  const reached = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const run = async () => {
    calls++;
    if (calls === wanted) tell();
    return calls;
  };
  return { run, reached };
}

describe('RepeatingTask', () => {
  it('goes on at once while there is more to do', async () => {
    const calls = nthCall(3);
    const run = async () => (await calls.run()) < 3;
    const task = new RepeatingTask({ name: 'x', everyMs: 3_600_000, run }, deps());
    task.start();
    await calls.reached;
    await task.stop();
  });

  it('runs again after a failure and counts both outcomes', async () => {
    const calls = nthCall(2);
    const run = async () => {
      if ((await calls.run()) === 1) throw new Error('database away');
      return false;
    };
    const { log, runs } = deps();
    const task = new RepeatingTask({ name: 'x', everyMs: 1, run }, { log, runs });
    task.start();
    await calls.reached;
    await task.stop();
    const { values } = await runs.get();
    expect(values.find(({ labels }) => labels.outcome === 'failed')?.value).toBe(1);
    expect(values.find(({ labels }) => labels.outcome === 'ok')?.value).toBeGreaterThanOrEqual(1);
  });

  it('finishes the run under way before it stops, and never overlaps itself', async () => {
    let running = 0;
    let most = 0;
    const run = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running--;
      return true;
    };
    const task = new RepeatingTask({ name: 'x', everyMs: 1, run }, deps());
    task.start();
    await task.stop();
    expect(running).toBe(0);
    expect(most).toBe(1);
  });
});
