import { expect, it } from 'vitest';
import { encodeMessage } from './message.ts';

it('writes the native dialect, without what is not there', () => {
  const message = {
    device: 'pump-1',
    readings: [
      { metric: 'flow', value: 1.5, unit: 'm3/h', quality: 'uncertain' as const, time: 1_700_000_000_000 },
      { metric: 'running', value: true, time: 1_700_000_000_001 },
    ],
  };
  expect(JSON.parse(encodeMessage({ epoch: 7, seq: 1 }, message))).toEqual({
    id: { epoch: 7, seq: 1 },
    device: 'pump-1',
    readings: [
      { m: 'flow', v: 1.5, u: 'm3/h', q: 'uncertain', ts: 1_700_000_000_000 },
      { m: 'running', v: true, ts: 1_700_000_000_001 },
    ],
  });
  expect(JSON.parse(encodeMessage({ epoch: 7, seq: 2 }, { readings: [] }))).toEqual({
    id: { epoch: 7, seq: 2 },
    readings: [],
  });
});
