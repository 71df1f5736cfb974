import type { TelemetryLimits } from './limits.ts';
import type { TextPool } from './text-pool.ts';

/** What a dialect needs to know about a message beside its payload. */
export interface DecodeContext {
  /** Names the device of messages that name none. */
  readonly agentName: string;
  /** When the broker had the whole message, in milliseconds since the Unix epoch: the time of readings without one. */
  readonly receivedAt: number;
  /** The current time, in milliseconds since the Unix epoch; limits on age are measured from it. */
  readonly now: number;
  readonly limits: TelemetryLimits;
  /** Texts of the messages before. */
  readonly texts: TextPool;
}
