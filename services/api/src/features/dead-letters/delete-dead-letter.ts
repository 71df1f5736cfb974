import type { deadLetterOperations } from '@hawser/contracts/http';
import { createDeadLetterRepository } from '@hawser/storage';
import type { Handler } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';
import { deadLetterId, noSuchDeadLetter } from './find-dead-letter.ts';

/** `DELETE /v1/{account}/dead-letters/{id}`: the message stays counted as rejected. */
export function deleteDeadLetter(): Handler<typeof deadLetterOperations.remove> {
  return async (request, reply) => {
    const id = deadLetterId(request.params.id);
    await request.audit.transaction(async (tx) => {
      const removed = await createDeadLetterRepository(tx).remove(accountOf(request).id, id);
      if (removed === null) throw noSuchDeadLetter();
      const { topic, reason, agentName: agent } = removed;
      request.audit.on({ kind: 'dead_letter', id }).change({ topic, reason, agent }, null);
    });
    return reply.code(204).send(null);
  };
}
