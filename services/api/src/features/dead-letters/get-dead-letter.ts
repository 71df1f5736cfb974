import type { deadLetterOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { scopeOf } from '../../http/context-of.ts';
import { deadLetterWithPayload } from './dead-letter-body.ts';
import { findDeadLetter } from './find-dead-letter.ts';

/** `GET /v1/{account}/dead-letters/{id}` */
export function getDeadLetter({ deadLetters }: ApiContext): Handler<typeof deadLetterOperations.read> {
  return async (request) =>
    deadLetterWithPayload(await findDeadLetter(deadLetters, scopeOf(request), request.params.id));
}
