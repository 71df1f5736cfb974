import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RatesMessage } from './protocol.ts';
import { RATE_CAPACITY, useRatesStore } from './rates.ts';

function message(readings_stored: number): RatesMessage {
  return { type: 'rates', id: 's1', agents_online: 2, messages_received: 1, messages_rejected: 0, readings_stored };
}

describe('rates', () => {
  beforeEach(() => setActivePinia(createPinia()));

  it('keeps the newest five minutes, oldest first', () => {
    const rates = useRatesStore();
    for (let second = 0; second < RATE_CAPACITY + 10; second += 1) rates.add('demo', message(second), second);
    expect(rates.samples).toHaveLength(RATE_CAPACITY);
    expect(rates.samples[0]).toMatchObject({ readings: 10 });
    expect(rates.latest).toMatchObject({ readings: RATE_CAPACITY + 9, agentsOnline: 2 });
  });

  it('starts anew for another account', () => {
    const rates = useRatesStore();
    rates.add('demo', message(1), 1);
    rates.add('other', message(2), 2);
    expect(rates.samples.map((sample) => sample.readings)).toEqual([2]);
  });
});
