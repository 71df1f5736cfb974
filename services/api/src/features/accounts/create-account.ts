import type { accountOperations } from '@hawser/contracts/http';
import { assertAccountName } from '@hawser/core';
import { createAccountRepository } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf, sessionOf } from '../../http/context-of.ts';
import { accountBody } from './account-body.ts';

/** `POST /v1/{account}/accounts`: makes a child of the account in the path. */
export function createAccount({ idempotency }: ApiContext): Handler<typeof accountOperations.create> {
  return async (request, reply) => {
    const parent = accountOf(request);
    const { name } = request.body;
    assertAccountName(name);
    const once = {
      key: request.headers['idempotency-key'],
      scope: ['account', sessionOf(request).userId, parent.id],
      body: request.body,
    };
    const body = await idempotency.once(once, () =>
      request.audit.transaction(async (tx) => {
        const account = await createAccountRepository(tx).create({ name, parentId: parent.id });
        request.audit.on({ kind: 'account', id: account.id, name }).change(null, account);
        return accountBody(account);
      }),
    );
    request.audit.on({ kind: 'account', id: body.id, name });
    return reply.code(201).header('location', `/v1/${body.name}`).send(body);
  };
}
