import type { AccountId, AgentId } from '@hawser/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Envelope } from './envelope.ts';
import { decodeEnvelope, EnvelopeReader, encodeEnvelope, peekEnvelope } from './envelope-codec.ts';
import { placeOf, withPlace } from './placed-record.ts';

const envelope: Envelope = {
  account: '0193f2a0-0000-7000-8000-000000000001' as AccountId,
  agent: '0193f2a0-0000-7000-8000-000000000002' as AgentId,
  agentName: 'gateway-1',
  serviceInstance: 'default',
  dialect: 'native',
  kind: 'telemetry',
  topic: 'hawser/acme/gateway-1/telemetry',
  contentType: null,
  receivedAt: 1_763_800_000_000,
  traceparent: null,
  replayOf: null,
  payload: new TextEncoder().encode('{"temp":20.5}'),
};
const record = encodeEnvelope(envelope);
const places = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 255 });

describe('a record with its place', () => {
  it('is the same message, to whoever reads it', () => {
    const reader = new EnvelopeReader(() => undefined);
    fc.assert(
      fc.property(places, (place) => {
        const placed = withPlace(record, place);
        expect(placeOf(placed)).toBe(place);
        expect(decodeEnvelope(placed)).toEqual(envelope);
        expect(reader.read(placed)).toEqual(envelope);
        expect(peekEnvelope(placed)).toEqual(peekEnvelope(record));
      }),
    );
  });

  it('is damaged wherever it is cut, and has no second place', () => {
    const placed = withPlace(record, 'lane 1');
    for (let length = 1; length < placed.length; length++) {
      expect(() => decodeEnvelope(placed.subarray(0, length))).toThrow(/^envelope: /);
    }
    expect(() => decodeEnvelope(withPlace(placed, 'lane 2'))).toThrow('no message behind its place');
  });

  it('needs a place that can be written', () => {
    expect(() => withPlace(record, '')).toThrow('cannot be a place');
    expect(() => withPlace(record, 'x'.repeat(256))).toThrow('cannot be a place');
  });

  it('differs from one that went straight into the queue', () => {
    expect(placeOf(record)).toBeNull();
    expect(placeOf(new Uint8Array())).toBeNull();
  });
});
