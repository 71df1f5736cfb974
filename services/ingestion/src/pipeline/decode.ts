import {
  type Envelope,
  EnvelopeError,
  type EnvelopeFault,
  type EnvelopeHeader,
  EnvelopeReader,
  placeOf,
} from '@hawser/contracts/streams';
import {
  type Clock,
  type DecodeOutcome,
  isUuid,
  NO_ACCOUNT,
  NO_AGENT,
  type RejectReason,
  type TelemetryLimits,
  TextPool,
} from '@hawser/core';
import { dialectByName } from '@hawser/dialects';
import type { Logger } from '@hawser/platform';
import type { QueueEntry } from '@hawser/queue';
import type { ReceivedMessage } from './message.ts';

/** Times that PostgreSQL and JavaScript both can write: up to the year 9999. */
const LAST_TIME = Date.UTC(9999, 11, 31);

const FAULT_REASONS: Readonly<Record<EnvelopeFault, RejectReason>> = {
  foreign: 'foreign-entry',
  newer: 'newer-entry',
  damaged: 'damaged-entry',
};

export interface DecodeDeps {
  readonly limits: TelemetryLimits;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Makes the step that turns a queue entry into a decoded message. An entry that is none becomes a reject. */
export function createDecoder(deps: DecodeDeps): (entry: QueueEntry) => ReceivedMessage {
  const envelopes = new EnvelopeReader(refuseUnsound);
  const texts = new TextPool();
  return (entry) => {
    const envelope = openEnvelope(envelopes, entry);
    if (envelope instanceof EnvelopeError) return strangeEntry(entry, envelope, deps);
    const outcome = decodePayload(envelope, texts, deps);
    const place = placeOf(entry.record);
    return { entry: entry.id, origin: entry.origin ?? null, place, isMessage: true, envelope, outcome };
  };
}

function openEnvelope(envelopes: EnvelopeReader, { record }: QueueEntry): Envelope | EnvelopeError {
  try {
    const envelope = envelopes.read(record);
    const { receivedAt } = envelope;
    if (receivedAt >= 0 && receivedAt <= LAST_TIME) return envelope;
    return new EnvelopeError('damaged', `${receivedAt} is not the time of a message`);
  } catch (error) {
    if (error instanceof EnvelopeError) return error;
    throw error;
  }
}

/** Nothing that the database would refuse for its type may go further: it would stop its neighbours. */
function refuseUnsound({ account, agent, replayOf }: EnvelopeHeader): void {
  if (isUuid(account) && isUuid(agent) && (replayOf === null || isUuid(replayOf))) return;
  throw new EnvelopeError('damaged', 'the account, the agent or the dead letter that it names is not an id');
}

/** Nobody can say whose it is, so it goes to the root account with all of its bytes. */
function strangeEntry(entry: QueueEntry, error: EnvelopeError, { clock, log }: DecodeDeps): ReceivedMessage {
  const { fault, message } = error;
  log.error({ fault, detail: message, entry: entry.id, bytes: entry.record.length }, 'A queue entry is no message');
  const envelope: Envelope = {
    account: NO_ACCOUNT,
    agent: NO_AGENT,
    agentName: '',
    serviceInstance: '',
    dialect: '',
    kind: 'telemetry',
    topic: '',
    contentType: null,
    receivedAt: clock(),
    traceparent: null,
    replayOf: null,
    payload: entry.record,
  };
  const outcome: DecodeOutcome = { kind: 'reject', reason: FAULT_REASONS[fault], detail: message };
  return { entry: entry.id, origin: entry.origin ?? null, place: null, isMessage: false, envelope, outcome };
}

function decodePayload(envelope: Envelope, texts: TextPool, deps: DecodeDeps): DecodeOutcome {
  const dialect = dialectByName(envelope.dialect);
  if (dialect === null || envelope.kind !== 'telemetry') return noDialect(envelope);
  const { agentName, receivedAt } = envelope;
  const context = { agentName, receivedAt, now: deps.clock(), limits: deps.limits, texts };
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
