import { gzipSync } from 'node:zlib';
import { DEFAULT_LIMITS, TextPool } from '@hawser/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeNative } from '../decode.ts';
import { decodePlainMessage } from './plain-message.ts';

const now = 1_763_800_000_000;
const context = {
  agentName: 'gateway-1',
  receivedAt: now,
  now,
  limits: { ...DEFAULT_LIMITS, maxDecompressionRatio: 10_000 },
  texts: new TextPool(),
};

const decodePlain = (text: string | Uint8Array) => decodePlainMessage(Buffer.from(text), context);
/** What is compressed is always decoded in general. */
const decodeInGeneral = (text: string | Uint8Array) => decodeNative(gzipSync(text), null, context);

const usual = {
  id: { epoch: 7, seq: 1042 },
  ts: now - 5,
  device: 'plc-1',
  readings: [
    { m: 'temp', v: 20.5, u: 'K', q: 'good', ts: '2025-11-22T08:26:40Z' },
    { metric: 'running', value: true, unit: '', quality: 'BAD', timestamp: now - 1.5 },
    { m: 'state', v: 'on the way' },
  ],
};

/** Numbers in every spelling that JSON knows, and in some that it does not. */
const spelling = fc
  .record({
    sign: fc.constantFrom('', '-', '+'),
    whole: fc.oneof(fc.constantFrom('0', '00', '007', '', '9007199254740993'), fc.nat().map(String)),
    fraction: fc.oneof(
      fc.constantFrom('', '.', '.0', '.000000000000000000001'),
      fc.nat().map((n) => `.${n}`),
    ),
    exponent: fc.constantFrom('', '', '', 'e3', 'E-7', 'e+22', 'e400', 'e', 'e-', 'x'),
  })
  .map(({ sign, whole, fraction, exponent }) => sign + whole + fraction + exponent);

const name = fc.constantFrom(
  ...['id', 'ts', 'timestamp', 'device', 'readings', 'm', 'v', 'u', 'q', 'metric', 'value', 'unit', 'quality', 'epoch'],
  ...['seq', 'x', '__proto__', 'constructor', ' ', '°', '\\u006d'],
);
const scalar = fc.oneof(
  spelling,
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
  fc.string().map((value) => JSON.stringify(value)),
  fc.constantFrom('true', 'false', 'tru', 'null', '"', '""', '"good"', `${now}`, '"a\tb"', '{"epoch":1,"seq":2}', '[]'),
);
const space = fc.constantFrom('', '', '', '', ' ', '\n\t', '\f');
const object = (value: fc.Arbitrary<string>) =>
  fc
    .array(fc.tuple(space, name, space, value), { maxLength: 6 })
    .map((members) => `{${members.map(([before, key, after, v]) => `${before}"${key}"${after}:${v}`).join(',')}}`);
const readings = fc.array(object(scalar), { maxLength: 4 }).map((list) => `[${list.join(',')}]`);

describe('a plain message', () => {
  it.each([JSON.stringify(usual), JSON.stringify(usual, null, 2), `${JSON.stringify({ readings: usual.readings })}\n`])(
    'is decoded like any other: %s',
    (text) => {
      expect(decodePlain(text)).toEqual(decodeInGeneral(text));
      expect(decodePlain(text)).toMatchObject({ kind: 'decoded', refused: [] });
    },
  );

  it('has the numbers that JSON.parse reads', () => {
    fc.assert(
      fc.property(spelling, (written) => {
        const plain = decodePlain(`{"readings":[{"m":"x","v":${written}}]}`);
        if (plain?.kind === 'decoded') expect(plain.readings[0]?.value).toBe(JSON.parse(written));
        else expect(decodeInGeneral(`{"x":${written}}`).kind).toBe('reject');
      }),
      { numRuns: 2_000 },
    );
  });

  it('has the doubles that JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const written = JSON.stringify(value);
        const plain = decodePlain(`{"readings":[{"m":"x","v":${written}}]}`);
        expect(plain).toMatchObject({ readings: [{ value: JSON.parse(written) as number }] });
      }),
    );
  });
});

describe('whatever comes', () => {
  it('is decoded as in general, or left to that', () => {
    fc.assert(
      fc.property(object(fc.oneof({ weight: 2, arbitrary: scalar }, readings)), (text) => {
        const plain = decodePlain(text);
        if (plain !== null) expect(plain).toEqual(decodeInGeneral(text));
      }),
      { numRuns: 3_000 },
    );
  });

  it('is decoded as in general with one byte of a usual message changed, left out or put in', () => {
    const bytes = Buffer.from(JSON.stringify(usual));
    const at = fc.nat({ max: bytes.length - 1 });
    fc.assert(
      fc.property(at, fc.nat({ max: 2 }), fc.nat({ max: 255 }), (place, left, byte) => {
        const text = Buffer.concat([bytes.subarray(0, place), Buffer.from([byte]), bytes.subarray(place + left)]);
        const plain = decodePlain(text);
        if (plain !== null) expect(plain).toEqual(decodeInGeneral(text));
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ['a member twice', '{"readings":[{"m":"x","m":"y","v":1}]}'],
    ['two names of a member', '{"readings":[{"m":"x","metric":"y","v":1}]}'],
    ['a time after the readings', `{"readings":[{"m":"x","v":1}],"ts":${now}}`],
    ['something after the end', '{"readings":[{"m":"x","v":1}]} 1'],
    ['an escape', '{"readings":[{"m":"\\u0078","v":1}]}'],
    ['text beyond ASCII', '{"readings":[{"m":"x","v":1,"u":"°C"}]}'],
    ['a refused reading', '{"readings":[{"m":"x","v":1},{"m":"","v":1}]}'],
    ['a number beyond a double', '{"readings":[{"m":"x","v":1e999}]}'],
    ['no readings', '{"readings":[]}'],
    ['a text longer than the limit', `{"readings":[{"m":"x","v":"${'y'.repeat(500_000)}"}]}`],
    ['a message without an end', '{"readings":[{"m":"x","v":1}]'],
  ])('is left to the general decoder with %s', (_what, text) => {
    expect(decodePlain(text)).toBeNull();
  });
});

it('leaves messages with more readings than the limit, and nesting that is not allowed', () => {
  const text = Buffer.from('{"readings":[{"m":"x","v":1},{"m":"y","v":1}]}');
  const within = (limits: Partial<typeof DEFAULT_LIMITS>) =>
    decodePlainMessage(text, { ...context, limits: { ...DEFAULT_LIMITS, ...limits } });
  expect(within({ maxReadingsPerMessage: 1 })).toBeNull();
  expect(within({ maxNesting: 2 })).toBeNull();
});
