import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { packet, text } from '../testing/packet.ts';
import { guardConnection } from './guard-connection.ts';

const CONNECT = 0x10;
const PUBLISH = 0x30;

const publish = (bytes: number) => packet(PUBLISH, Buffer.concat([text('a/b'), Buffer.alloc(bytes, 'x')]));

/** A connection that has these packets to read. */
function connectionWith(packets: readonly Buffer[], readBytes: number) {
  const connection = new PassThrough({ highWaterMark: 1_000_000 });
  guardConnection(
    connection,
    100_000,
    () => readBytes,
    () => undefined,
  );
  connection.write(Buffer.concat([packet(CONNECT, Buffer.alloc(12)), ...packets]));
  return connection;
}

describe('a connection that is read little by little', () => {
  it('gives everything in order, whatever asks streams for nothing in between', () => {
    const packets = Array.from({ length: 30 }, (_, n) => publish(n * 10));
    const connection = connectionWith(packets, 64);
    const read: Buffer[] = [];
    for (let chunk = connection.read() as Buffer | null; chunk !== null; chunk = connection.read() as Buffer | null) {
      read.push(chunk);
      connection.read(0);
    }
    expect(read.length).toBeGreaterThan(20);
    expect(Buffer.concat(read).subarray(14)).toEqual(Buffer.concat(packets));
  });

  it('gives at least one whole packet at once, so that whoever reads goes on after it', () => {
    const large = publish(5_000);
    const connection = connectionWith([large, publish(1)], 64);
    expect((connection.read() as Buffer).length).toBe(64);
    const chunk = connection.read() as Buffer;
    expect(chunk.length).toBeGreaterThanOrEqual(large.length - 50);
  });
});
