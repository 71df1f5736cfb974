import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AckWindow } from './ack-window.ts';

describe('the window of unacknowledged messages', () => {
  it('acknowledges in the order of arrival, whatever becomes durable first', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...Array(40).keys()], { minLength: 40 }), (order) => {
        const window = new AckWindow();
        const deliveries = order.map((_, at) => window.arrived(at + 1, false)!);
        const acknowledged: number[] = [];
        for (const at of order) {
          window.durable(deliveries[at]!);
          const ids = window.takeAcknowledgeable();
          for (const id of ids) expect(deliveries[id - 1]!.isDurable).toBe(true);
          acknowledged.push(...ids);
        }
        expect(acknowledged).toEqual(order.map((_, at) => at + 1));
        expect(window.size).toBe(0);
      }),
    );
  });

  it('recognises what comes again on the next connection, until it is acknowledged', () => {
    const window = new AckWindow();
    const [one, two] = [window.arrived(1, false)!, window.arrived(2, false)!];
    window.restart(true);
    expect(window.arrived(1, true)).toBeNull();
    window.durable(one);
    expect(window.takeAcknowledgeable()).toEqual([1]);
    window.durable(two);
    // It was durable before it came again, and must be acknowledged all the same.
    expect(window.arrived(2, true)).toBeNull();
    expect(window.takeAcknowledgeable()).toEqual([2]);
    expect(window.arrived(2, true)).not.toBeNull();
  });

  it('takes a used id without the mark of a repeat for a new message', () => {
    const window = new AckWindow();
    window.arrived(1, false);
    window.restart(true);
    expect(window.arrived(1, false)).not.toBeNull();
  });

  it('forgets everything when the broker has no session any more', () => {
    const window = new AckWindow();
    const lost = window.arrived(1, false)!;
    window.restart(false);
    expect(window.size).toBe(0);
    const fresh = window.arrived(1, true)!;
    window.durable(lost);
    expect(window.takeAcknowledgeable()).toEqual([]);
    window.durable(fresh);
    expect(window.takeAcknowledgeable()).toEqual([1]);
  });
});
