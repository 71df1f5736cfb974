import { LIMIT_NAMES } from '@hawser/core';
import { type Static, Type } from 'typebox';
import { Id, Nullable, OneOf, TimeMs } from './common.ts';
import { ReadingValue } from './telemetry.ts';

const SubscriptionId = Type.String({ minLength: 1, maxLength: 64, description: 'chosen by the client' });
const AgentRef = Type.String({ minLength: 1, maxLength: 64, description: 'name or id of an agent' });

const SeriesRef = Type.Object(
  {
    agent: AgentRef,
    device: Type.String({ minLength: 1, maxLength: 400 }),
    metric: Type.String({ minLength: 1, maxLength: 400 }),
  },
  { additionalProperties: false },
);

const Authenticate = Type.Object(
  { type: Type.Literal('authenticate'), access_token: Type.String({ minLength: 1, maxLength: 4096 }) },
  { additionalProperties: false },
);

const Subscribe = Type.Object(
  {
    type: Type.Literal('subscribe'),
    id: SubscriptionId,
    account: Type.String({ minLength: 1, maxLength: 63, description: 'name or id; `_` is your own' }),
    agents: Type.Optional(Type.Union([Type.Literal('all'), Type.Array(AgentRef, { maxItems: 1000 })])),
    series: Type.Optional(Type.Array(SeriesRef, { maxItems: 1000 })),
  },
  { additionalProperties: false },
);

const Unsubscribe = Type.Object(
  { type: Type.Literal('unsubscribe'), id: SubscriptionId },
  { additionalProperties: false },
);

/** What a client may send on `GET /v1/live`. */
export const LiveClientMessage = Type.Union([Authenticate, Subscribe, Unsubscribe], { title: 'LiveClientMessage' });
export type LiveClientMessage = Static<typeof LiveClientMessage>;
export type LiveSubscribe = Static<typeof Subscribe>;

const LiveReading = Type.Object(
  {
    agent: Type.String(),
    agent_id: Id,
    device: Type.String(),
    metric: Type.String(),
    unit: Nullable(Type.String()),
    time: TimeMs,
    value: ReadingValue,
  },
  { title: 'LiveReading' },
);

const LiveReadings = Type.Object({
  type: Type.Literal('readings'),
  id: SubscriptionId,
  readings: Type.Array(LiveReading),
  coalesced: Type.Optional(
    Type.Literal(true, { description: 'the client was slow: only the newest reading of each series is here' }),
  ),
});

const LivePresence = Type.Object({
  type: Type.Literal('presence'),
  id: SubscriptionId,
  agent: Type.String(),
  agent_id: Id,
  online: Type.Boolean(),
  at: TimeMs,
});

const LiveRates = Type.Object(
  {
    type: Type.Literal('rates'),
    id: SubscriptionId,
    agents_online: Type.Integer(),
    messages_received: Type.Number({ description: 'in the last second' }),
    messages_rejected: Type.Number({ description: 'in the last second' }),
    readings_stored: Type.Number({ description: 'in the last second' }),
  },
  { description: 'sent every second, for the whole account' },
);

const LiveLimit = Type.Object(
  {
    type: Type.Literal('limit'),
    id: SubscriptionId,
    limit: OneOf(LIMIT_NAMES),
    level: OneOf(['near', 'reached'], { description: '`near` from four fifths on' }),
    at: TimeMs,
  },
  { description: 'the account came near what it may send, or reached it: told once, for the whole account' },
);

/** What the server sends on `GET /v1/live`. */
export const LiveServerMessage = Type.Union(
  [
    Type.Object({ type: Type.Literal('authenticated'), expires_at: TimeMs }),
    Type.Object(
      { type: Type.Literal('reauthenticate'), expires_at: TimeMs },
      { description: 'the access token is about to expire: send `authenticate` with a new one' },
    ),
    Type.Object({ type: Type.Literal('subscribed'), id: SubscriptionId }),
    Type.Object({ type: Type.Literal('unsubscribed'), id: SubscriptionId }),
    Type.Object({
      type: Type.Literal('error'),
      id: Type.Optional(SubscriptionId),
      code: Type.String(),
      message: Type.String(),
    }),
    LiveReadings,
    LivePresence,
    LiveRates,
    LiveLimit,
  ],
  { title: 'LiveServerMessage' },
);
export type LiveServerMessage = Static<typeof LiveServerMessage>;
export type LiveReadingMessage = Static<typeof LiveReading>;

export const liveOperations = {
  live: {
    operationId: 'live',
    summary: 'Receive readings, presence and rates as they happen (WebSocket)',
    description:
      'Upgrade to a WebSocket, send `authenticate` (or an `Authorization` header with the upgrade) within ten ' +
      'seconds, then `subscribe`. The messages are the schemas LiveClientMessage and LiveServerMessage.',
    tags: ['Live'],
  },
} as const;
