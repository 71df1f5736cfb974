import type { deadLetterOperations } from '@hawser/contracts/http';
import { type Envelope, encodeEnvelope, MESSAGE_KINDS, type MessageKind } from '@hawser/contracts/streams';
import { Problem } from '@hawser/core';
import { shardOf } from '@hawser/queue';
import type { DeadLetter } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';
import { findDeadLetter, noSuchDeadLetter } from './find-dead-letter.ts';

/**
 * `POST /v1/{account}/dead-letters/{id}/replay`: puts the original bytes into the queue again, marked as a replay, so
 * that ingestion either stores them and deletes the dead letter, or notes the new reason on it.
 */
export function replayDeadLetter({
  deadLetters,
  queue,
  clock,
}: ApiContext): Handler<typeof deadLetterOperations.replay> {
  return async (request, reply) => {
    const account = accountOf(request);
    const letter = await findDeadLetter(deadLetters, account, request.params.id);
    if (queue.appender.saturated) throw new Problem('unavailable', 'The queue is full.', { retryAfterSeconds: 10 });
    // Noted first: when the append fails after it, the count is one too high, which hurts nobody.
    if (!(await deadLetters.markReplayed(account.id, letter.id, clock()))) throw noSuchDeadLetter();
    await queue.appender.append(shardOf(letter.agentId, queue.appender.shards), encodeEnvelope(replayOf(letter)));
    return reply.code(202).send({ id: letter.id, status: 'queued' });
  };
}

function replayOf(letter: DeadLetter): Envelope {
  return {
    account: letter.accountId,
    agent: letter.agentId,
    agentName: letter.agentName,
    serviceInstance: letter.serviceInstance,
    dialect: letter.dialect,
    kind: messageKind(letter.kind),
    topic: letter.topic,
    contentType: letter.contentType,
    receivedAt: letter.receivedAt,
    traceparent: null,
    replayOf: letter.id,
    payload: letter.payload,
  };
}

function messageKind(text: string): MessageKind {
  const kind = MESSAGE_KINDS.find((known) => known === text);
  if (kind === undefined) throw new Error(`a dead letter has the unknown kind ${text}`);
  return kind;
}
