import type { meOperations } from '@hawser/contracts/http';
import { PERMISSIONS, roleHolds } from '@hawser/core';
import type { Handler } from '../../http/api-app.ts';
import { sessionOf } from '../../http/context-of.ts';
import { accountBody } from '../accounts/account-body.ts';

/** `GET /v1/me`: who the access token belongs to, and what they may do. */
export function me(): Handler<typeof meOperations.me> {
  return async (request) => {
    const { userId, email, role, account } = sessionOf(request);
    const permissions = PERMISSIONS.filter((permission) => roleHolds(role, permission));
    return { id: userId, email, role, account: accountBody(account), permissions };
  };
}
