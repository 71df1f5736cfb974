import { describe, expect, it } from 'vitest';
import { Lifecycle } from './lifecycle.ts';

describe('Lifecycle', () => {
  it('stops in the opposite order and goes on after a failure', async () => {
    const order: string[] = [];
    const lifecycle = new Lifecycle();
    lifecycle.onStop('first', () => void order.push('first'));
    lifecycle.onStop('second', () => Promise.reject(new Error('broken')));
    lifecycle.onStop('third', async () => void order.push('third'));
    const failures = await lifecycle.stop();
    expect(order).toEqual(['third', 'first']);
    expect(failures).toMatchObject([{ name: 'second', error: { message: 'broken' } }]);
  });

  it('does not wait for a step beyond its deadline', async () => {
    const lifecycle = new Lifecycle();
    let done = false;
    lifecycle.onStop('last', () => {
      done = true;
    });
    lifecycle.onStop('stuck', () => new Promise(() => undefined), 10);
    const failures = await lifecycle.stop();
    expect(done).toBe(true);
    expect(failures[0]?.name).toBe('stuck');
  });

  it('runs once however often it is called', async () => {
    const lifecycle = new Lifecycle();
    let runs = 0;
    lifecycle.onStop('once', () => void runs++);
    await Promise.all([lifecycle.stop(), lifecycle.stop()]);
    expect(runs).toBe(1);
  });
});
