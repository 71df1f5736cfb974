import { type DeadLetterId, isUuid, Problem } from '@hawser/core';
import type { AgentScope, DeadLetter, DeadLetterRepository } from '@hawser/storage';

/**
 * Reads an id of the path.
 *
 * @throws Problem `not-found` when it cannot be one
 */
export function deadLetterId(text: string): DeadLetterId {
  if (!isUuid(text)) throw noSuchDeadLetter();
  return text.toLowerCase() as DeadLetterId;
}

/** @throws Problem `not-found`, also when it lies outside the scope */
export async function findDeadLetter(
  deadLetters: Pick<DeadLetterRepository, 'byId'>,
  scope: AgentScope,
  id: string,
): Promise<DeadLetter> {
  const letter = await deadLetters.byId(scope, deadLetterId(id));
  if (letter === null) throw noSuchDeadLetter();
  return letter;
}

export function noSuchDeadLetter(): Problem {
  return new Problem('not-found', 'The account has no such dead letter.', {
    hint: 'It may have been replayed with success, deleted, or dropped for its age.',
  });
}
