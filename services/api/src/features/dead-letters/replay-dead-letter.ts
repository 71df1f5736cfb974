import type { deadLetterOperations } from '@hawser/contracts/http';
import { decodeEnvelope, type Envelope, encodeEnvelope, MESSAGE_KINDS } from '@hawser/contracts/streams';
import { type AgentId, NO_AGENT, Problem } from '@hawser/core';
import { shardOf } from '@hawser/queue';
import { createDeadLetterRepository, type DeadLetter, wholeAccount } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { scopeOf } from '../../http/context-of.ts';
import { findDeadLetter, noSuchDeadLetter } from './find-dead-letter.ts';

/**
 * `POST /v1/{account}/dead-letters/{id}/replay`: puts the original bytes into the queue again, marked as a replay, so
 * that ingestion either stores them and deletes the dead letter, or notes the new reason on it.
 */
export function replayDeadLetter(context: ApiContext): Handler<typeof deadLetterOperations.replay> {
  const { deadLetters, queue, clock } = context;
  return async (request, reply) => {
    const scope = scopeOf(request);
    const letter = await findDeadLetter(deadLetters, scope, request.params.id);
    request.audit.on({ kind: 'dead_letter', id: letter.id, name: letter.topic });
    const envelope = await replayOf(letter, context);
    if (queue.appender.saturated) throw new Problem('unavailable', 'The queue is full.', { retryAfterSeconds: 10 });
    // Noted first, with the entry: when the append fails after it, there is one too many of both, which hurts nobody.
    await request.audit.transaction(async (tx) => {
      const isThere = await createDeadLetterRepository(tx).markReplayed(scope, letter.id, clock());
      if (!isThere) throw noSuchDeadLetter();
    });
    await queue.appender.append(shardOf(envelope.agent, queue.appender.shards), encodeEnvelope(envelope));
    return reply.code(202).send({ id: letter.id, status: 'queued' });
  };
}

async function replayOf(letter: DeadLetter, context: ApiContext): Promise<Envelope> {
  const kind = MESSAGE_KINDS.find((known) => known === letter.kind);
  if (kind === undefined) return { ...readEntry(letter), replayOf: letter.id };
  return {
    account: letter.accountId,
    agent: letter.agentId ?? (await agentByName(letter, context)),
    agentName: letter.agentName,
    serviceInstance: letter.serviceInstance,
    dialect: letter.dialect,
    kind,
    topic: letter.topic,
    contentType: letter.contentType,
    receivedAt: letter.receivedAt,
    traceparent: null,
    replayOf: letter.id,
    payload: letter.payload,
  };
}

/** The agent may have been created since its message came. */
async function agentByName({ accountId, agentName }: DeadLetter, { agents }: ApiContext): Promise<AgentId> {
  return (await agents.byNameOrId(wholeAccount(accountId), agentName))?.id ?? NO_AGENT;
}

/** A queue entry that was no message to the program that met it may be one to this program, which may be newer. */
function readEntry({ payload }: DeadLetter): Envelope {
  try {
    return decodeEnvelope(payload);
  } catch (cause) {
    throw new Problem('conflict', 'The queue entry is no message that this version of Hawser can read.', {
      hint: 'Replay it with the version that wrote it or a newer one; what Hawser did not write can only be looked at.',
      cause,
    });
  }
}
