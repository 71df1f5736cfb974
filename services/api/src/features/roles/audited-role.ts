import type { Role } from '@hawser/storage';

/** A role as the audit tells it before and after a change. */
export function auditedRole({ name, description, permissions }: Role): object {
  return { name, description, permissions: [...permissions].sort() };
}
