import type { meOperations } from '@hawser/contracts/http';
import { agentReach, PERMISSIONS } from '@hawser/core';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { sessionOf } from '../../http/context-of.ts';
import { accountBody } from '../accounts/account-body.ts';
import { grantBody } from './grant-body.ts';

/** `GET /v1/me`: who the access token belongs to, and what they may do. */
export function me({ clock }: Pick<ApiContext, 'clock'>): Handler<typeof meOperations.me> {
  return async (request) => {
    const { userId, email, name, account, grants, subject } = sessionOf(request);
    const permissions = PERMISSIONS.filter((permission) => agentReach(subject, permission, account).allow);
    const own = accountBody(account, clock());
    return { id: userId, email, name, account: own, permissions, grants: grants.map(grantBody) };
  };
}
