import type { oidcOperations } from '@hawser/contracts/http';
import { Problem } from '@hawser/core';
import { createOidcIdentityRepository } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';

/** `GET /v1/{account}/oidc-policy` */
export function readPolicy({ db }: ApiContext): Handler<typeof oidcOperations.readPolicy> {
  const identities = createOidcIdentityRepository(db);
  return async (request) => ({ link_by_email: await identities.linksByEmail(accountOf(request).id) });
}

/** `PUT /v1/{account}/oidc-policy` */
export function updatePolicy(): Handler<typeof oidcOperations.updatePolicy> {
  return async (request) => {
    const account = accountOf(request);
    const { link_by_email } = request.body;
    if (link_by_email && account.parentId === null) {
      throw new Problem('invalid-input', 'Users of the root account are never linked by their e-mail address.', {
        hint: 'Map a group in the root account to a role instead.',
      });
    }
    await request.audit.on({ kind: 'account', id: account.id, name: account.name }).transaction(async (tx) => {
      const identities = createOidcIdentityRepository(tx);
      const before = await identities.linksByEmail(account.id);
      await identities.setLinksByEmail(account.id, link_by_email);
      request.audit.change({ link_by_email: before }, { link_by_email });
    });
    return { link_by_email };
  };
}
