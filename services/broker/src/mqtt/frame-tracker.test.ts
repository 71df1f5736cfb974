import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packet } from '../testing/packet.ts';
import { FrameTracker } from './frame-tracker.ts';

const connect = packet(0x10, Buffer.from('\0\x04MQTT\x04\x02\0\0\0\x01x'));
const publish = (bytes: number) => packet(0x30, Buffer.concat([Buffer.from('\0\x01t'), Buffer.alloc(bytes, 0xff)]));

/** Feeds a stream in pieces of the given sizes, again and again, and answers the first problem. */
function follow(stream: Buffer, sizes: readonly number[], maxBytes: number) {
  const tracker = new FrameTracker(maxBytes);
  let at = 0;
  for (let piece = 0; at < stream.length; piece++) {
    const size = sizes[piece % sizes.length] ?? 1;
    const problem = tracker.observe(stream.subarray(at, at + size));
    if (problem !== null) return problem;
    at += size;
  }
  return null;
}

describe('the frame tracker', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 5 });
  const payloads = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 10 });

  it('lets packets up to the limit pass, however they are cut into pieces', () => {
    fc.assert(
      fc.property(payloads, sizes, (lengths, pieces) => {
        const stream = Buffer.concat([connect, ...lengths.map(publish), Buffer.from([0xc0, 0])]);
        expect(follow(stream, pieces, 403)).toBe(null);
      }),
    );
  });

  it('finds the one packet that is too large, however the stream is cut into pieces', () => {
    fc.assert(
      fc.property(payloads, payloads, sizes, (before, after, pieces) => {
        const stream = Buffer.concat([connect, ...before.map(publish), publish(401), ...after.map(publish)]);
        expect(follow(stream, pieces, 403)).toBe('packet-too-large');
      }),
    );
  });

  it('knows from the header alone', () => {
    const tracker = new FrameTracker(1_000);
    expect(tracker.observe(connect)).toBe(null);
    expect(tracker.observe(publish(5_000).subarray(0, 3))).toBe('packet-too-large');
  });

  it.each([
    ['text', Buffer.from('GET / HTTP/1.1\r\n'), 'not-mqtt'],
    ['a publish before the connect packet', publish(1), 'not-mqtt'],
    ['a length of more than four bytes', Buffer.from([0x10, 0xff, 0xff, 0xff, 0xff, 0xff]), 'not-mqtt'],
    ['a connect packet of 100 KiB', Buffer.from([0x10, 0x80, 0xa0, 0x06]), 'packet-too-large'],
  ])('refuses %s', (_case, stream, problem) => {
    expect(follow(stream, [1], 1_000_000)).toBe(problem);
  });
});
