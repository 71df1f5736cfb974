import type { AccountId, AgentId, DeadLetterId } from '@hawser/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type Envelope, MESSAGE_KINDS } from './envelope.ts';
import { decodeEnvelope, EnvelopeError, EnvelopeReader, encodeEnvelope, peekEnvelope } from './envelope-codec.ts';

const text = fc.string({ unit: 'binary', maxLength: 40 });
const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

const envelopes: fc.Arbitrary<Envelope> = fc.record({
  account: text as fc.Arbitrary<string> as fc.Arbitrary<AccountId>,
  agent: text as fc.Arbitrary<string> as fc.Arbitrary<AgentId>,
  agentName: text,
  serviceInstance: text,
  dialect: text,
  kind: fc.constantFrom(...MESSAGE_KINDS),
  topic: text,
  contentType: fc.option(text),
  receivedAt: finite,
  traceparent: fc.option(text),
  replayOf: fc.option(text) as fc.Arbitrary<string | null> as fc.Arbitrary<DeadLetterId | null>,
  payload: fc.uint8Array({ maxLength: 200 }),
});

const sample: Envelope = {
  account: '0193f2a0-0000-7000-8000-000000000001' as AccountId,
  agent: '0193f2a0-0000-7000-8000-000000000002' as AgentId,
  agentName: 'gätewäy-1',
  serviceInstance: 'default',
  dialect: 'native',
  kind: 'telemetry',
  topic: 'hawser/acme/gateway-1/telemetry',
  contentType: 'application/json',
  receivedAt: 1_763_800_000_000,
  traceparent: null,
  replayOf: null,
  payload: new TextEncoder().encode('{"temp":20.5}'),
};

describe('envelope codec', () => {
  it('gives back every envelope it wrote', () => {
    fc.assert(
      fc.property(envelopes, (envelope) => {
        expect(decodeEnvelope(encodeEnvelope(envelope))).toEqual(envelope);
      }),
    );
  });

  it('peeks at the same values as a full decode', () => {
    fc.assert(
      fc.property(envelopes, (envelope) => {
        const { account, agent, receivedAt, replayOf, payload } = envelope;
        const peek = peekEnvelope(encodeEnvelope(envelope));
        expect(peek).toEqual({
          account,
          agent,
          receivedAt,
          payloadBytes: payload.length,
          isReplay: replayOf !== null,
        });
      }),
    );
  });

  it('reads the same when it remembers what it has read', () => {
    const reader = new EnvelopeReader(() => undefined);
    fc.assert(
      fc.property(envelopes, envelopes, (one, other) => {
        const mixed = { ...one, payload: other.payload, receivedAt: other.receivedAt, kind: other.kind };
        for (const envelope of [one, mixed, other]) expect(reader.read(encodeEnvelope(envelope))).toEqual(envelope);
      }),
    );
  });

  it('lets what an agent sends be checked once, and remembers nothing that was refused', () => {
    let checks = 0;
    const reader = new EnvelopeReader(({ agentName }) => {
      checks++;
      if (agentName === 'bad') throw new EnvelopeError('damaged', 'it is bad');
    });
    const [good, bad] = [encodeEnvelope(sample), encodeEnvelope({ ...sample, agentName: 'bad' })];
    for (let i = 0; i < 3; i++) reader.read(good);
    for (let i = 0; i < 2; i++) expect(() => reader.read(bad)).toThrow('it is bad');
    expect(checks).toBe(3);
  });

  it.each([
    ['foreign', Buffer.from('{"temp": 1}')],
    ['foreign', Buffer.alloc(0)],
    ['newer', Buffer.of(3, 0, 0)],
    ['damaged', Buffer.of(2, 9, 0)],
    ['damaged', Buffer.of(1, 0, 0)],
    ['damaged', Buffer.from(encodeEnvelope(sample)).subarray(0, -1)],
  ])('says why it cannot read bytes: %s', (fault, bytes) => {
    expect(() => decodeEnvelope(bytes)).toThrow(expect.objectContaining({ fault }));
  });

  it('reads a record that lies inside a larger buffer, and its payload shares those bytes', () => {
    const record = encodeEnvelope(sample);
    const segment = new Uint8Array(record.length + 20).fill(0xff);
    segment.set(record, 7);
    const decoded = decodeEnvelope(segment.subarray(7, 7 + record.length));
    expect(decoded).toEqual(sample);
    expect(decoded.payload.buffer).toBe(segment.buffer);
  });

  it('does not change when the caller reuses the payload buffer', () => {
    const payload = new Uint8Array([1, 2, 3]);
    const record = encodeEnvelope({ ...sample, payload });
    payload.fill(0);
    expect([...decodeEnvelope(record).payload]).toEqual([1, 2, 3]);
  });

  it('stays small: the fixed part is 32 bytes', () => {
    const strings = [sample.account, sample.agent, sample.agentName, sample.serviceInstance];
    const rest = [sample.dialect, sample.topic, sample.contentType ?? ''];
    const textBytes = Buffer.byteLength([...strings, ...rest].join(''));
    expect(encodeEnvelope(sample).length).toBe(32 + textBytes + sample.payload.length);
  });

  it('throws on a record cut short at any byte', () => {
    const record = encodeEnvelope(sample);
    for (let length = 0; length < record.length; length++) {
      expect(() => decodeEnvelope(record.subarray(0, length))).toThrow(/^envelope: /);
      expect(() => peekEnvelope(record.subarray(0, length))).toThrow(/^envelope: /);
    }
  });

  it('throws on a record with bytes too many', () => {
    const longer = Buffer.concat([encodeEnvelope(sample), new Uint8Array(1)]);
    expect(() => decodeEnvelope(longer)).toThrow(/^envelope: \d+ bytes instead of \d+$/);
  });

  it('throws nothing but its own errors on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), fc.boolean(), (bytes, plausible) => {
        if (plausible) bytes[0] = 1;
        expect(() => decodeEnvelope(bytes)).toThrow(/^envelope: /);
      }),
    );
  });

  it('throws nothing but its own errors when any one byte was changed', () => {
    const record = encodeEnvelope(sample);
    fc.assert(
      fc.property(fc.nat(record.length - 1), fc.nat(255), (at, byte) => {
        const changed = Uint8Array.from(record);
        changed[at] = byte;
        try {
          decodeEnvelope(changed);
        } catch (error) {
          expect((error as Error).message).toMatch(/^envelope: /);
        }
      }),
    );
  });

  it.each([
    ['a newer version', 0, 3, 'unknown version 3'],
    ['an unknown kind', 1, 99, 'unknown kind 99'],
    ['a string that is not UTF-8', 32, 0xff, 'a string is not valid UTF-8'],
    ['a time that is not finite', 2, 0x7f, 'receivedAt is not finite'],
  ])('throws on %s', (_name, at, byte, message) => {
    const record = Uint8Array.from(encodeEnvelope(sample));
    record[at] = byte;
    if (at === 2) record.fill(0xff, 3, 10);
    expect(() => decodeEnvelope(record)).toThrow(message);
  });

  it('throws on a required string marked as null', () => {
    const record = Uint8Array.from(encodeEnvelope(sample));
    record.fill(0xff, 14, 16);
    expect(() => decodeEnvelope(record)).toThrow('envelope: account is missing');
  });

  it('refuses to write what it could not read back', () => {
    expect(() => encodeEnvelope({ ...sample, topic: 'x'.repeat(70_000) })).toThrow('topic is longer than 65534 bytes');
    expect(() => encodeEnvelope({ ...sample, receivedAt: Number.NaN })).toThrow('receivedAt is not a finite number');
  });
});
