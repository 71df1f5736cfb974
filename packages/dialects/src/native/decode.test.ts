import { DEFAULT_LIMITS, type DecodeOutcome, type TelemetryLimits, TextPool } from '@hawser/core';
import { pack } from 'msgpackr';
import { describe, expect, it } from 'vitest';

import { decodeNative } from './decode.ts';

const now = 1_763_800_000_000;

interface DecodeOptions {
  readonly contentType?: string;
  readonly limits?: Partial<TelemetryLimits>;
  readonly nowOffset?: number;
}

function decode(payload: unknown, { contentType, limits, nowOffset = 0 }: DecodeOptions = {}): DecodeOutcome {
  const bytes = payload instanceof Uint8Array ? payload : Buffer.from(JSON.stringify(payload));
  const context = { agentName: 'gateway-1', receivedAt: now, now: now + nowOffset, texts: new TextPool() };
  return decodeNative(bytes, contentType ?? null, { ...context, limits: { ...DEFAULT_LIMITS, ...limits } });
}

describe('a message with bad readings', () => {
  it('keeps the good ones with their positions and says what was wrong with the others', () => {
    const readings = [
      { m: 'a', v: 1 },
      { m: 'b', v: {} },
      { m: 'c', v: 3 },
    ];
    expect(decode({ readings })).toMatchObject({
      kind: 'decoded',
      readings: [
        { index: 0, metric: 'a' },
        { index: 2, metric: 'c' },
      ],
      refused: [
        {
          index: 1,
          reason: 'invalid-value',
          detail: '"b": the value is an object, neither a number, a boolean nor text',
        },
      ],
    });
  });

  it('is rejected when none is good, and still lists them all', () => {
    expect(decode({ a: {}, b: [] })).toEqual({
      kind: 'reject',
      reason: 'invalid-value',
      detail: expect.stringContaining('the first of 2 refused readings; none was good'),
      refused: [expect.objectContaining({ index: 0 }), expect.objectContaining({ index: 1 })],
    });
  });

  it('refuses only the readings that rely on a bad time of the message', () => {
    const readings = [
      { m: 'a', v: 1, ts: now },
      { m: 'b', v: 2 },
    ];
    expect(decode({ ts: 'noon', readings })).toMatchObject({
      readings: [{ index: 0 }],
      refused: [{ index: 1, reason: 'invalid-time' }],
    });
  });

  it('refuses the cells of a row without a time, and counts no nulls', () => {
    const metrics = { a: [null, 1, 2], b: [3, 4, null] };
    expect(decode({ ts: [now, null, now], metrics })).toMatchObject({
      readings: [
        { index: 1, value: 2 },
        { index: 2, value: 3 },
      ],
      refused: [
        { index: 0, reason: 'invalid-time' },
        { index: 3, reason: 'invalid-time' },
      ],
    });
  });

  it('refuses a column with a bad name by itself', () => {
    const metrics = { constructor: [1, 2], good: [3, 4] };
    expect(decode({ ts: [now, now], metrics })).toMatchObject({
      readings: [{ index: 2 }, { index: 3 }],
      refused: [
        { index: 0, reason: 'invalid-name' },
        { index: 1, reason: 'invalid-name' },
      ],
    });
  });
});

describe('limits', () => {
  it('counts the readings of all messages of an array together', () => {
    const array = [
      { a: 1, b: 2 },
      { a: 1, b: 2 },
    ];
    expect(decode(array, { limits: { maxReadingsPerMessage: 4 } }).kind).toBe('decoded');
    expect(decode(array, { limits: { maxReadingsPerMessage: 3 } })).toMatchObject({ reason: 'too-many-readings' });
  });

  it('takes exactly 10,000 readings', () => {
    const readings = Array.from({ length: 10_000 }, (_, i) => ({ m: `m${i}`, v: i }));
    expect(decode({ readings })).toMatchObject({ kind: 'decoded', readings: { length: 10_000 } });
  });

  it('takes a payload of exactly the largest size', () => {
    const payload = Buffer.from('{"a":1}');
    expect(decode(payload, { limits: { maxPayloadBytes: 7 } }).kind).toBe('decoded');
    expect(decode(payload, { limits: { maxPayloadBytes: 6 } })).toMatchObject({ reason: 'payload-too-large' });
  });

  it('measures age from now, but takes the time of reception for readings without one', () => {
    expect(decode({ a: 1 }, { nowOffset: 5_000 })).toMatchObject({ readings: [{ time: now }] });
    const ahead = { a: 1, ts: now + 2 * DEFAULT_LIMITS.maxAheadMs };
    expect(decode(ahead)).toMatchObject({ reason: 'time-too-far-ahead' });
    expect(decode(ahead, { nowOffset: DEFAULT_LIMITS.maxAheadMs }).kind).toBe('decoded');
  });
});

describe('content type', () => {
  it('names the format that unrecognisable bytes were meant to have', () => {
    const prose = Buffer.from('Hello');
    expect(decode(prose)).toMatchObject({ reason: 'unknown-format' });
    expect(decode(prose, { contentType: 'application/json' })).toMatchObject({ reason: 'invalid-json' });
    expect(decode(prose, { contentType: 'application/msgpack' })).toMatchObject({ reason: 'invalid-message-pack' });
  });

  it('never overrules the bytes', () => {
    expect(decode({ a: 1 }, { contentType: 'application/msgpack' }).kind).toBe('decoded');
    expect(decode(pack({ a: 1 }), { contentType: 'application/json' }).kind).toBe('decoded');
  });

  it('makes a SenML pack of an array without names', () => {
    const pack = [{ v: 1 }];
    expect(decode(pack)).toMatchObject({ readings: [{ metric: 'v' }] });
    expect(decode(pack, { contentType: 'application/senml+json' })).toMatchObject({ reason: 'invalid-name' });
  });
});

describe('arrays', () => {
  it('may hold SenML packs', () => {
    const array = [{ a: 1 }, [{ bn: 'plc/', n: 'b', v: 2 }]];
    expect(decode(array)).toMatchObject({ readings: [{ metric: 'a' }, { device: 'plc', metric: 'b' }] });
  });

  it('keep the neighbours of an element that cannot be understood', () => {
    expect(decode([{ a: 1 }, { readings: [] }, { metrics: 5 }, [[]], { b: 2 }])).toMatchObject({
      readings: [{ index: 0 }, { index: 4 }],
      refused: [{ reason: 'no-readings' }, { reason: 'unknown-shape' }, { reason: 'unknown-shape' }],
    });
  });

  it('are rejected whole for a bad id in one element', () => {
    expect(decode([{ a: 1 }, { id: {}, b: 2 }])).toMatchObject({ reason: 'invalid-message-id' });
  });
});

describe('MessagePack', () => {
  it('may give times as timestamps', () => {
    expect(decode(pack({ ts: new Date(now - 250), a: 1 }))).toMatchObject({ readings: [{ time: now - 250 }] });
  });

  it('may give times as 64-bit integers', () => {
    const bytes = Buffer.from('82a27473cf0000019aaa6d6000a16101', 'hex');
    expect(decode(bytes)).toMatchObject({ readings: [{ metric: 'a', time: 0x019aaa6d6000 }] });
  });
});
