import { decodeEnvelope, type Envelope } from '@hawser/contracts/streams';
import type { Clock, DecodeOutcome, TelemetryLimits } from '@hawser/core';
import { dialectByName } from '@hawser/dialects';
import type { Logger } from '@hawser/platform';
import type { QueueEntry } from '@hawser/queue';
import type { ReceivedMessage } from './message.ts';

export interface DecodeDeps {
  readonly limits: TelemetryLimits;
  readonly clock: Clock;
  readonly log: Logger;
  /** Called when an entry is not an envelope: nobody can say whose it is, so it cannot become a dead letter. */
  readonly onUnreadable: () => void;
}

/** Makes the step that turns a queue entry into a decoded message, or null when the entry is not an envelope. */
export function createDecoder(deps: DecodeDeps): (entry: QueueEntry) => ReceivedMessage | null {
  return (entry) => {
    const envelope = openEnvelope(entry, deps);
    return envelope === null ? null : { entry: entry.id, envelope, outcome: decodePayload(envelope, deps) };
  };
}

function openEnvelope(entry: QueueEntry, deps: DecodeDeps): Envelope | null {
  try {
    return decodeEnvelope(entry.record);
  } catch (error) {
    deps.onUnreadable();
    const start = Buffer.from(entry.record.subarray(0, 256)).toString('base64');
    deps.log.error(
      { err: error, entry: entry.id, bytes: entry.record.length, start },
      'A queue entry is not an envelope',
    );
    return null;
  }
}

function decodePayload(envelope: Envelope, deps: DecodeDeps): DecodeOutcome {
  const dialect = dialectByName(envelope.dialect);
  if (dialect === null || envelope.kind !== 'telemetry') return noDialect(envelope);
  const { agentName, receivedAt } = envelope;
  const context = { agentName, receivedAt, now: deps.clock(), limits: deps.limits };
  try {
    return dialect.decode(envelope.payload, envelope.contentType, context);
  } catch (error) {
    // A bug in a decoder. It must not stop the neighbours: the message is kept, and can be replayed once it is mended.
    deps.log.error({ err: error, dialect: envelope.dialect, agent: envelope.agent }, 'A decoder failed on a message');
    return { kind: 'reject', reason: 'unknown-format', detail: 'the decoder failed on this message' };
  }
}

function noDialect({ dialect, kind }: Envelope): DecodeOutcome {
  return { kind: 'reject', reason: 'unknown-topic', detail: `no decoder for ${kind} messages of dialect ${dialect}` };
}
