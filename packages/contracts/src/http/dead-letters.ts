import { REJECT_REASONS, type RejectReason } from '@hawser/core';
import { type Static, Type } from 'typebox';
import { AccountParam, AccountParams, Id, NoContent, Nullable, OneOf, Page, PageQuery, Timestamp } from './common.ts';

const Refused = Type.Object(
  {
    index: Type.Integer({ description: 'position of the reading in the message, from 0' }),
    reason: Type.String(),
    detail: Type.String(),
  },
  { title: 'RefusedReading' },
);

export const DeadLetter = Type.Object(
  {
    id: Id,
    agent: Type.String({ description: 'name of the agent, or as the topic spells it; empty when nothing says it' }),
    agent_id: Nullable(Type.String({ format: 'uuid', description: 'null when the agent is not known' })),
    topic: Type.String(),
    dialect: Type.String(),
    kind: Type.String({ description: '`unknown` for a queue entry that is no message of Hawser' }),
    content_type: Nullable(Type.String()),
    received_at: Timestamp,
    rejected_at: Timestamp,
    reason: Type.String({ description: 'stable code' }),
    detail: Type.String(),
    refused: Type.Unsafe<Static<typeof Refused>[] | null>({
      type: ['array', 'null'],
      items: Refused,
      description: 'the refused readings, when the others were stored',
    }),
    payload_bytes: Type.Integer(),
    replays: Type.Integer(),
    replayed_at: Nullable(Timestamp),
  },
  { title: 'DeadLetter' },
);
export type DeadLetter = Static<typeof DeadLetter>;

export const DeadLetterWithPayload = Type.Object(
  {
    ...DeadLetter.properties,
    payload: Type.String({ contentEncoding: 'base64', description: 'the original bytes, in base64' }),
    text: Nullable(Type.String({ description: 'the first 64 KiB as text, when the payload is text' })),
  },
  { title: 'DeadLetterWithPayload' },
);
export type DeadLetterWithPayload = Static<typeof DeadLetterWithPayload>;

const DeadLetterParams = Type.Object({ account: AccountParam, id: Type.String({ minLength: 1, maxLength: 64 }) });

const REASONS = Object.keys(REJECT_REASONS) as RejectReason[];

const DeadLetterQuery = Type.Object(
  {
    ...PageQuery,
    agent: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'name or id of an agent' })),
    reason: Type.Optional(OneOf(REASONS)),
  },
  { additionalProperties: false },
);

const Replay = Type.Object({ id: Id, status: OneOf(['queued']) }, { title: 'DeadLetterReplay' });

const tags = ['Dead letters'];

export const deadLetterOperations = {
  list: {
    operationId: 'listDeadLetters',
    summary: 'List messages that could not be stored, newest first',
    tags,
    params: AccountParams,
    querystring: DeadLetterQuery,
    response: { 200: Page('DeadLetterPage', DeadLetter) },
  },
  read: {
    operationId: 'getDeadLetter',
    summary: 'Read one with its original bytes',
    tags,
    params: DeadLetterParams,
    response: { 200: DeadLetterWithPayload },
  },
  replay: {
    operationId: 'replayDeadLetter',
    summary: 'Send it through ingestion again',
    description:
      'When it is accepted this time, it disappears from the list; otherwise it stays with its new reason and `rejected_at`.',
    tags,
    params: DeadLetterParams,
    response: { 202: Replay },
  },
  remove: {
    operationId: 'deleteDeadLetter',
    summary: 'Delete one for good',
    tags,
    params: DeadLetterParams,
    response: { 204: NoContent },
  },
} as const;
