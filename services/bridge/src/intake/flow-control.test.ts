import { describe, expect, it } from 'vitest';
import { FlowControl } from './flow-control.ts';

function setUp(maxMessages: number, maxBytes: number) {
  const changes: boolean[] = [];
  return { changes, flow: new FlowControl({ maxMessages, maxBytes }, (isHeld) => changes.push(isHeld)) };
}

describe('flow control', () => {
  it.each([
    ['messages', setUp(4, 1_000_000), 1],
    ['bytes', setUp(1_000, 400), 100],
  ])(
    'holds the broker back above so many %s, and lets it go on below half of it',
    (_name, { flow, changes }, bytes) => {
      for (let n = 0; n < 4; n++) flow.enter(bytes);
      expect(changes).toEqual([]);
      flow.enter(bytes);
      flow.enter(bytes);
      expect(changes).toEqual([true]);
      for (let n = 0; n < 3; n++) flow.leave(bytes);
      expect(changes).toEqual([true]);
      flow.leave(bytes);
      expect(changes).toEqual([true, false]);
    },
  );

  it('is idle when everything has left', async () => {
    const { flow } = setUp(10, 1_000);
    await flow.idle();
    flow.enter(1);
    let isIdle = false;
    const idle = flow.idle().then(() => {
      isIdle = true;
    });
    await Promise.resolve();
    expect(isIdle).toBe(false);
    flow.leave(1);
    await idle;
    expect(flow.messages).toBe(0);
  });
});
