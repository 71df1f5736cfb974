import type { Envelope } from '@hawser/contracts/streams';
import { UNKNOWN_TOPIC } from '@hawser/intake';
import { MAX_RECORD_BYTES } from '@hawser/queue';
import type { IPublishPacket } from 'mqtt-packet';
import { NOBODY, type Owner } from './owner.ts';
import type { ReadTopic } from './read-topic.ts';

/** Longest topic that policy lets through, and longest content type that means anything. */
const MAX_TOPIC_LENGTH = 4_096;
const MAX_CONTENT_TYPE_LENGTH = 200;
const MAX_AGENT_NAME_LENGTH = 200;
/**
 * What a queue takes, with room for all else of an envelope. What is longer is cut: it is refused by ingestion for its
 * length all the same, while a message that can never be appended would keep all those behind it from being acknowledged.
 */
const MAX_PAYLOAD_BYTES = MAX_RECORD_BYTES - 1024 * 1024;
/** W3C Trace Context, section 3.2.2. */
const TRACEPARENT = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;
const NUL = /\0/g;

export interface EnvelopeContext {
  readonly serviceInstance: string;
  /** Milliseconds since the Unix epoch. */
  readonly receivedAt: number;
}

/** Writes down who sent a message, when, and what it claims to be; the payload is not looked at. */
export function envelopeOf(
  packet: IPublishPacket,
  topic: ReadTopic,
  owner: Owner,
  { serviceInstance, receivedAt }: EnvelopeContext,
): Envelope {
  const { properties, payload } = packet;
  const { dialect, kind } =
    topic.topicClass === null ? UNKNOWN_TOPIC : { dialect: topic.dialect, kind: topic.topicClass.kind };
  return {
    account: owner.kind === 'agent' ? owner.agent.account : owner.account,
    agent: owner.kind === 'agent' ? owner.agent.id : NOBODY,
    agentName: owner.kind === 'agent' ? owner.agent.name : storable(topic.agent, MAX_AGENT_NAME_LENGTH),
    serviceInstance,
    dialect,
    kind,
    topic: storable(packet.topic, MAX_TOPIC_LENGTH),
    contentType:
      properties?.contentType === undefined ? null : storable(properties.contentType, MAX_CONTENT_TYPE_LENGTH),
    traceparent: traceparentOf(properties?.userProperties?.traceparent),
    receivedAt,
    replayOf: null,
    payload: (typeof payload === 'string' ? Buffer.from(payload) : payload).subarray(0, MAX_PAYLOAD_BYTES),
  };
}

/** Makes text that the database can keep: neither longer than anything real nor with a NUL character. */
function storable(text: string, maxLength: number): string {
  const short = text.length > maxLength ? text.slice(0, maxLength) : text;
  return short.includes('\0') ? short.replace(NUL, '\ufffd') : short;
}

function traceparentOf(value: string | string[] | undefined): string | null {
  return typeof value === 'string' && TRACEPARENT.test(value) ? value : null;
}
