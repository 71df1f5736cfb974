import { describe, expect, it } from 'vitest';
import { runTasks } from './tasks.mjs';

describe('runTasks', () => {
  it('runs every task, never more at a time than allowed', async () => {
    let running = 0;
    let most = 0;
    const task = (/** @type {number} */ index) => ({
      name: String(index),
      run: async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
        return { code: index % 2, output: '' };
      },
    });
    /** @type {string[]} */
    const told = [];
    const results = await runTasks([0, 1, 2, 3, 4].map(task), 2, ({ name }) => told.push(name));
    expect(most).toBe(2);
    expect(told).toHaveLength(5);
    expect(results.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(['1', '3']);
  });

  it('counts a task that cannot start as failed', async () => {
    const task = { name: 'gone', run: () => Promise.reject(new Error('ENOENT')) };
    const [result] = await runTasks([task], 1, () => {});
    expect(result).toMatchObject({ ok: false, output: 'Error: ENOENT' });
  });
});
