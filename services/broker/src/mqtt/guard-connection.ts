import type { Duplex } from 'node:stream';
import { type FrameProblem, FrameTracker } from './frame-tracker.ts';

/**
 * Puts a limit on the packets of a connection. The MQTT library reads with `read()` and keeps what it reads until a
 * packet is complete, whatever its size; this looks at the bytes on their way and ends the connection before that.
 *
 * @param maxBytes - most bytes of a packet after its fixed header
 */
export function guardConnection(
  connection: Duplex,
  maxBytes: number,
  onProblem: (problem: FrameProblem) => void,
): void {
  const tracker = new FrameTracker(maxBytes);
  const read = connection.read.bind(connection);
  connection.read = (size?: number): unknown => {
    const chunk: unknown = read(size);
    if (!(chunk instanceof Uint8Array)) return chunk;
    const problem = tracker.observe(chunk);
    if (problem === null) return chunk;
    onProblem(problem);
    connection.destroy();
    return null;
  };
}
