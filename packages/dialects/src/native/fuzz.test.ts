import { deflateSync, gzipSync } from 'node:zlib';

import { DEFAULT_LIMITS, type DecodeOutcome, REJECT_REASONS, TextPool } from '@hawser/core';
import fc from 'fast-check';
import { pack } from 'msgpackr';
import { describe, expect, it } from 'vitest';

import { nativeDialect } from './native-dialect.ts';

const now = 1_763_800_000_000;
const context = { agentName: 'gateway-1', receivedAt: now, now, limits: DEFAULT_LIMITS, texts: new TextPool() };

const sample = {
  id: { epoch: 7, seq: 1042 },
  ts: now,
  device: 'plc-1',
  readings: [
    { m: 'temp', v: 20.5, u: '°C', q: 'good', ts: now - 1 },
    { m: 'state', v: 'a "quoted" \\ text' },
    { metric: 'running', value: true },
  ],
};
const senmlSample = [{ bn: 'a:', bt: 1.7638e9, bu: 'A', n: 'x', v: 1.5 }, { n: 'y', vs: 'text', t: 1 }, { s: 4 }];
const columnarSample = { ts: [now, now - 1], metrics: { a: [1, null], b: ['x', 'y'.repeat(40)] } };
const samples = [sample, senmlSample, columnarSample, { temp: 1, x: { y: [] } }, [sample, columnarSample]];
const encodedSamples = samples.flatMap((value) => {
  const json = Buffer.from(JSON.stringify(value));
  return [json, Buffer.from(pack(value)), gzipSync(json), deflateSync(pack(value))];
});

/** Any JSON-like value made of the members that the decoder looks for and of values it does not expect there. */
const awkward = fc.constantFrom<unknown>(
  ...[
    null,
    true,
    0,
    -1,
    1e308,
    1.5,
    now,
    2 ** 53,
    '',
    'x',
    '\0',
    '\ud800',
    '2025-11-22T08:26:40Z',
    'good',
    '__proto__',
  ],
  ...[[], {}, [[]], [null], { epoch: 1, seq: 2 }, { epoch: -1 }, [{}], Number.NaN, Number.POSITIVE_INFINITY],
);
const member = fc.constantFrom(
  ...[
    'id',
    'ts',
    'timestamp',
    'device',
    'readings',
    'metrics',
    'm',
    'v',
    'u',
    'q',
    'metric',
    'value',
    'unit',
    'quality',
  ],
  ...['n', 'bn', 'bt', 'bu', 'bv', 'bs', 'bver', 'vs', 'vb', 'vd', 's', 't', 'ut', 'constructor', 'x_'],
);
const { message } = fc.letrec((tie) => ({
  message: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    awkward,
    fc.jsonValue(),
    fc.dictionary(member, tie('message'), { maxKeys: 6 }),
    fc.array(tie('message'), { maxLength: 4 }),
  ),
}));

describe('decoding whatever comes', () => {
  it('answers random bytes', () => {
    const property = fc.property(fc.uint8Array({ maxLength: 300 }), (payload) => {
      decodesSafely(payload);
    });
    fc.assert(property, { numRuns: 2_000 });
  });

  it('answers random bytes behind the first bytes of each format', () => {
    const start = fc.constantFrom(
      [0x1f, 0x8b, 8],
      [0x78, 0x9c],
      [0x82],
      [0xdf],
      [0xdc, 0, 2],
      [0x7b],
      [0x5b],
      [0x91, 0x82],
    );
    const property = fc.property(start, fc.uint8Array({ maxLength: 60 }), (first, rest) => {
      decodesSafely(Uint8Array.from([...first, ...rest]));
    });
    fc.assert(property, { numRuns: 10_000 });
  });

  it('answers good payloads cut short at every byte', () => {
    for (const payload of encodedSamples) {
      for (let length = 0; length < payload.length; length++) {
        const outcome = decodesSafely(payload.subarray(0, length));
        expect(outcome.kind).toBe('reject');
      }
    }
  });

  it('answers good payloads with bytes changed', () => {
    const change = fc.record({ at: fc.nat(2_000), byte: fc.nat(255) });
    const property = fc.property(
      fc.constantFrom(...encodedSamples),
      fc.array(change, { maxLength: 4 }),
      (good, changes) => {
        const payload = Uint8Array.from(good);
        for (const { at, byte } of changes) payload[at % payload.length] = byte;
        decodesSafely(payload);
      },
    );
    fc.assert(property, { numRuns: 10_000 });
  });

  it('answers every shape of JSON', () => {
    const property = fc.property(message, (value) => {
      decodesSafely(Buffer.from(JSON.stringify(value) ?? 'null'));
    });
    fc.assert(property, { numRuns: 5_000 });
  });

  it('answers every shape of MessagePack', () => {
    const property = fc.property(message, (value) => {
      decodesSafely(pack(value));
    });
    fc.assert(property, { numRuns: 5_000 });
  });

  it('makes the same of a payload inside a larger buffer, and leaves it unchanged', () => {
    const property = fc.property(fc.constantFrom(...encodedSamples), fc.nat(64), (payload, offset) => {
      const segment = Buffer.alloc(payload.length + offset + 64, 0xdb);
      segment.set(payload, offset);
      const view = segment.subarray(offset, offset + payload.length);
      expect(decodesSafely(view)).toEqual(decodesSafely(payload));
      expect(Buffer.compare(view, payload)).toBe(0);
      expect(Object.keys(view).length).toBe(view.length);
    });
    fc.assert(property, { numRuns: 200 });
  });

  it('pollutes no prototype', () => {
    const payload =
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"readings":[{"m":"a","v":1}]}';
    decodesSafely(Buffer.from(payload));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

/** Decodes, and checks what holds for every outcome. */
function decodesSafely(payload: Uint8Array): DecodeOutcome {
  const outcome = nativeDialect.decode(payload, null, context);
  const refused = outcome.refused ?? [];
  for (const { reason, detail } of outcome.kind === 'reject' ? [outcome, ...refused] : refused) {
    expect(Object.hasOwn(REJECT_REASONS, reason)).toBe(true);
    expect(detail.length).toBeLessThanOrEqual(300);
    expectStorable(detail);
  }
  if (outcome.kind === 'reject') return outcome;
  expect(outcome.readings.length).toBeGreaterThan(0);
  const positions = [...outcome.readings, ...refused].map(({ index }) => index).sort((a, b) => a - b);
  expect(positions).toEqual(positions.map((_, i) => i));
  for (const { device, metric, unit, time, value } of outcome.readings) {
    for (const text of [device, metric, unit ?? '', String(value)]) expectStorable(text);
    expect([device, metric].every((name) => name.length > 0 && name.length <= 400)).toBe(true);
    expect(Number.isSafeInteger(time)).toBe(true);
    expect(typeof value !== 'number' || Number.isFinite(value)).toBe(true);
  }
  return outcome;
}

function expectStorable(text: string): void {
  expect(text.includes('\0')).toBe(false);
  expect(Buffer.from(text).toString()).toBe(text);
}
