import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { checkSelection, describeSelection } from './selection.ts';
import { Tally } from './tally.ts';

it('takes ids or --all, and filters with --all only', () => {
  expect(() => checkSelection(['a'], {})).not.toThrow();
  expect(() => checkSelection([], { all: true, reason: 'not-json' as never })).not.toThrow();
  expect(() => checkSelection([], {})).toThrow('Give the ids of dead letters, or --all.');
  expect(() => checkSelection(['a'], { all: true })).toThrow('not both');
  expect(() => checkSelection(['a'], { agent: 'pump' })).toThrow('go with --all');
});

it('says what is about to happen', () => {
  expect(describeSelection(['a'], {})).toBe('1 dead letter');
  expect(describeSelection([], { all: true, agent: 'pump' })).toBe('All dead letters of pump');
});

it('counts outcomes, and shows them once in a while', () => {
  const out = new PassThrough();
  let now = 0;
  const tally = new Tally(['stored', 'refused', 'missing'], out, () => now);
  expect(tally.text()).toBe('0 stored');
  tally.add('stored');
  now = 6_000;
  tally.add('missing');
  tally.add('missing');
  tally.stop();
  expect(String(out.read())).toBe('1 stored, 1 missing\n');
  expect(tally.text()).toBe('1 stored, 2 missing');
});
