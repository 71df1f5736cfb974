import type { Duplex } from 'node:stream';
import { type FrameProblem, FrameTracker } from './frame-tracker.ts';

/**
 * Puts a limit on the packets of a connection. The MQTT library reads with `read()` and keeps what it reads until a
 * packet is complete, whatever its size; this looks at the bytes on their way and ends the connection before that.
 *
 * @param maxBytes - most bytes of a packet after its fixed header
 * @param readBytes - about how many bytes may be read at once; null for all there are
 */
export function guardConnection(
  connection: Duplex,
  maxBytes: number,
  readBytes: () => number | null,
  onProblem: (problem: FrameProblem) => void,
): void {
  const tracker = new FrameTracker(maxBytes);
  const read = connection.read.bind(connection);
  connection.read = (size?: number): unknown => {
    // Streams themselves ask for 0 bytes to begin to read, and throw away what is answered.
    const most = size === 0 ? null : readBytes();
    if (most === null || connection.readableLength <= most) return check(read(size));
    return readSome(most);
  };

  function check(chunk: unknown): unknown {
    if (!(chunk instanceof Uint8Array)) return chunk;
    const problem = tracker.observe(chunk);
    if (problem === null) return chunk;
    onProblem(problem);
    connection.destroy();
    return null;
  }

  /** At least one whole packet where there is one: the library reads on when a packet is done, not before. */
  function readSome(most: number): unknown {
    const chunks: Uint8Array[] = [];
    for (const before = tracker.packets; tracker.packets === before; ) {
      const available = Math.min(most, connection.readableLength);
      if (available === 0) break;
      const chunk = check(read(available));
      if (!(chunk instanceof Uint8Array)) return chunk;
      chunks.push(chunk);
    }
    return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
  }
}
