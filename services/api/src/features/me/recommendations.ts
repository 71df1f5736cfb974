import type { Recommendation } from '@hawser/contracts/http';
import { can } from '@hawser/core';
import { type Queryable, rootAdministrators } from '@hawser/storage';
import type { Session } from '../../sessions/session.ts';

/** What an administrator of the root account should do; nothing for everybody else, and when all is done. */
export async function recommendationsFor(db: Queryable, { account, subject }: Session): Promise<Recommendation[]> {
  if (account.parentId !== null || !can(subject, 'user:write', { account }).allow) return [];
  const administrators = await rootAdministrators(db, account.id);
  const recommendations: Recommendation[] = [];
  if (administrators.length < 2) recommendations.push('add-administrator');
  if (administrators.some(({ isDefault, disabled }) => isDefault && !disabled)) {
    recommendations.push('disable-default-user');
  }
  return recommendations;
}
