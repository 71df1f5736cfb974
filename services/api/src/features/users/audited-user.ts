import type { StoredGrant, User } from '@hawser/storage';
import { grantTexts } from '../../audit/grant-text.ts';

/** A user as the audit tells them before and after a change. */
export function auditedUser({ email, name, disabled }: User, grants: readonly StoredGrant[]): object {
  return { email, name, disabled, grants: grantTexts(grants) };
}
