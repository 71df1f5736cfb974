import { type Grant, mayGrant, Problem } from '@hawser/core';
import type { Session } from '../../sessions/session.ts';

/**
 * A mapping grants to whoever gets into the group, so making one and taking one away are judged as granting.
 *
 * @throws Problem `forbidden` naming what the caller does not hold
 */
export function assertMayMap({ subject }: Pick<Session, 'subject'>, grant: Grant): void {
  const decision = mayGrant(subject, grant);
  if (decision.allow) return;
  throw new Problem('forbidden', `You cannot grant what you do not hold there: ${decision.missing.join(', ')}.`, {
    hint: 'Somebody who holds all of the role can do it.',
  });
}
