import type { deadLetterOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { scopeOf } from '../../http/context-of.ts';
import { deadLetterId, noSuchDeadLetter } from './find-dead-letter.ts';

/** `DELETE /v1/{account}/dead-letters/{id}`: the message stays counted as rejected. */
export function deleteDeadLetter({ deadLetters }: ApiContext): Handler<typeof deadLetterOperations.remove> {
  return async (request, reply) => {
    const removed = await deadLetters.remove(scopeOf(request), deadLetterId(request.params.id));
    if (!removed) throw noSuchDeadLetter();
    return reply.code(204).send(null);
  };
}
