import { DEFAULT_LIMITS, type DecodeOutcome, REJECT_REASONS, TextPool } from '@hawser/core';
import { describe, expect, it } from 'vitest';

import { type HostileExpectation, hostileCorpus } from './hostile-corpus.ts';
import { nativeDialect } from './native-dialect.ts';

const now = Date.UTC(2026, 0, 15);
const context = { agentName: 'gateway-1', receivedAt: now, now, limits: DEFAULT_LIMITS, texts: new TextPool() };
const corpus = hostileCorpus();

/** Reasons that are not the decoder's to give. */
const GIVEN_ELSEWHERE = [
  'unknown-topic',
  'unknown-agent',
  'unknown-account',
  'foreign-entry',
  'dialect-not-allowed',
  'newer-entry',
  'damaged-entry',
];

describe('hostile corpus', () => {
  it.each(corpus)('$name', ({ payload, expect: expected }) => {
    expect(summary(nativeDialect.decode(payload, null, context))).toEqual(expected);
  });

  it('has at least 55 payloads, each with a name of its own', () => {
    expect(corpus.length).toBeGreaterThanOrEqual(55);
    expect(new Set(corpus.map(({ name }) => name)).size).toBe(corpus.length);
  });

  it('gives every reason at least once', () => {
    const given = new Set(corpus.flatMap(({ expect: expected }) => reasonsIn(expected)));
    const missing = Object.keys(REJECT_REASONS).filter((reason) => !given.has(reason));
    expect(missing).toEqual(GIVEN_ELSEWHERE);
  });

  it('is the same every time', () => {
    const again = hostileCorpus();
    expect(again.map(({ name }) => name)).toEqual(corpus.map(({ name }) => name));
    expect(again.filter(({ payload }, i) => Buffer.compare(payload, corpus[i]!.payload) !== 0)).toEqual([]);
  });

  it('is refused alike whatever the content type claims', () => {
    for (const { payload, expect: expected } of corpus) {
      if ('reason' in expected && expected.reason === 'unknown-format') continue;
      const outcome = nativeDialect.decode(payload, 'application/octet-stream', context);
      expect(summary(outcome)).toEqual(expected);
    }
  });
});

function summary(outcome: DecodeOutcome): HostileExpectation {
  if (outcome.kind === 'reject') return { reason: outcome.reason };
  const refused = outcome.refused.map(({ index, reason }) => ({ index, reason }));
  return { refused, stored: outcome.readings.length };
}

function reasonsIn(expected: HostileExpectation): string[] {
  return 'reason' in expected ? [expected.reason] : expected.refused.map(({ reason }) => reason);
}
