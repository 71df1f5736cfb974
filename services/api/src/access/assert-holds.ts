import { type GrantDecision, type Permission, Problem } from '@hawser/core';

const MAX_NAMED = 5;

/**
 * Refuses what would give somebody, or take from somebody, what the caller does not hold.
 *
 * @throws Problem `forbidden` that names the permissions
 */
export function assertHolds(decision: GrantDecision): void {
  if (decision.allow) return;
  throw new Problem('forbidden', `This takes permissions that you do not hold there: ${named(decision.missing)}.`, {
    hint: 'Nobody can grant, take away or change what they do not hold themselves; ask somebody who does.',
  });
}

function named(permissions: readonly Permission[]): string {
  const more = permissions.length - MAX_NAMED;
  return permissions.slice(0, MAX_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
