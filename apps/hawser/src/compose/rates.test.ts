import type { AccountId, AgentId } from '@hawser/core';
import { newId } from '@hawser/core';
import { describe, expect, it } from 'vitest';
import { Rates } from './rates.ts';

const who = { account: newId<AccountId>(), agent: newId<AgentId>() };

function committed(readingsStored: number, messagesRejected = 0) {
  const counts = { messagesStored: 1, messagesDuplicate: 0, messagesRejected, readingsStored, readingsRejected: 0 };
  return { type: 'committed', ...who, counts } as const;
}

describe('Rates', () => {
  it('averages over the seconds seen and keeps the total of rejects', () => {
    const rates = new Rates();
    rates.tick();
    rates.observe({ type: 'received', ...who, messages: 10 });
    rates.observe(committed(100, 1));
    rates.tick();
    rates.observe(committed(50, 1));
    rates.tick();
    expect(rates.read()).toEqual({ receivedPerSecond: 5, storedPerSecond: 75, rejected: 2 });
  });

  it('falls to zero a few seconds after the last event', () => {
    const rates = new Rates();
    rates.tick();
    rates.observe(committed(100));
    for (let second = 0; second < 7; second++) rates.tick();
    expect(rates.read().storedPerSecond).toBe(0);
  });
});
