import type { GrantInput } from '@hawser/contracts/http';
import type { Invitation } from '@hawser/storage';
import { grantTexts } from '../../audit/grant-text.ts';
import { rfc3339 } from '../../http/times.ts';

/** What an invitation promises, to be found and judged again as things are now. */
export function promisedGrants({ grants }: Pick<Invitation, 'grants'>): GrantInput[] {
  return grants.map(({ role, accountId, descendants, fleetId }) => ({
    role: 'builtIn' in role ? role.builtIn : role.roleId,
    account: accountId,
    descendants,
    ...(fleetId === null ? {} : { fleet: fleetId }),
  }));
}

/** An invitation as the audit tells it before and after a change. */
export function auditedInvitation({ email, grants, expiresAt }: Invitation): object {
  return { email, grants: grantTexts(grants), expires_at: rfc3339(expiresAt) };
}
