import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { shareOf, startProgress } from './progress.ts';

const SENT = { messages: 10, readings: 2_000, acknowledgedMessages: 9, acknowledgedReadings: 1_000 };

it('knows how far a run is', () => {
  expect(shareOf({ kind: 'readings', total: 4_000 }, SENT, 0)).toBe(0.25);
  expect(shareOf({ kind: 'time', ms: 10_000 }, SENT, 5_000)).toBe(0.5);
  expect(shareOf({ kind: 'time', ms: 10_000 }, SENT, 15_000)).toBe(1);
  expect(shareOf({ kind: 'open' }, SENT, 5_000)).toBe(0);
});

it('writes a plain line now and then where there is no terminal', async () => {
  let now = 0;
  const stream = new PassThrough();
  const progress = startProgress({ kind: 'open' }, stream, () => now);
  for (now of [1_000, 5_000, 6_000, 10_000]) progress.update(SENT);
  progress.stop();
  stream.end();
  expect(await text(stream)).toBe(
    '2,000 readings sent, 1,000 acknowledged, 200/s\n2,000 readings sent, 1,000 acknowledged, 100/s\n',
  );
});
