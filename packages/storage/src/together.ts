/**
 * Waits for statements that were sent without waiting for one another, which is one round trip for all of them. They take
 * place in the order in which they were sent.
 *
 * @throws what the first of them threw that failed, when all are answered: in a transaction, those after it fail because of it
 */
export async function together(statements: readonly Promise<unknown>[]): Promise<void> {
  const outcomes = await Promise.allSettled(statements);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
