import type { meOperations } from '@hawser/contracts/http';
import { agentReach, PERMISSIONS } from '@hawser/core';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { sessionOf } from '../../http/context-of.ts';
import { accountBody } from '../accounts/account-body.ts';
import { grantBody } from './grant-body.ts';
import { recommendationsFor } from './recommendations.ts';

/** `GET /v1/me`: who the access token belongs to, and what they may do. */
export function me({ clock, db }: ApiContext): Handler<typeof meOperations.me> {
  return async (request) => {
    const session = sessionOf(request);
    const { userId, email, name, account, grants, subject, tokenId } = session;
    return {
      id: userId,
      email,
      name,
      account: accountBody(account, clock()),
      permissions: PERMISSIONS.filter((permission) => agentReach(subject, permission, account).allow),
      grants: grants.map(grantBody),
      api_token: tokenId !== null,
      recommendations: await recommendationsFor(db, session),
    };
  };
}
