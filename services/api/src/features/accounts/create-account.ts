import type { accountOperations } from '@hawser/contracts/http';
import { assertAccountName } from '@hawser/core';
import { type Account, claimLimit, createAccountRepository, type NewAccount } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler, HandlerRequest } from '../../http/api-app.ts';
import { accountOf, sessionOf } from '../../http/context-of.ts';
import { etagOf } from '../../http/etag.ts';
import { accountBody } from './account-body.ts';
import { assertGivable, readExpiry } from './account-input.ts';
import { policyOf } from './policy-of.ts';

const FIRST_VERSION = 1;

/** `POST /v1/{account}/accounts`: makes a child of the account in the path. */
export function createAccount(context: ApiContext): Handler<typeof accountOperations.create> {
  return async (request, reply) => {
    const parent = accountOf(request);
    const { name } = request.body;
    assertAccountName(name);
    const once = {
      key: request.headers['idempotency-key'],
      scope: ['account', sessionOf(request).userId, parent.id],
      body: request.body,
    };
    const body = await context.idempotency.once(once, () => create(context, parent, request));
    request.audit.on({ kind: 'account', id: body.id, name });
    reply.header('location', `/v1/${parent.name}/accounts/${body.name}`).header('etag', etagOf(FIRST_VERSION));
    return reply.code(201).send(body);
  };
}

type Request = HandlerRequest<typeof accountOperations.create>;

async function create({ policies, clock }: ApiContext, parent: Account, { body, audit }: Request) {
  const { name, organisation, contact, expires_at, limits } = body;
  const details: NewAccount = {
    name,
    parentId: parent.id,
    expiresAt: readExpiry(expires_at ?? null, parent),
    ...(organisation === undefined ? {} : { organisation }),
    ...(contact === undefined ? {} : { contact }),
    ...(limits === undefined ? {} : { limits }),
  };
  assertGivable(limits ?? {}, parent, (await policyOf(policies, parent)).limits);
  return audit.transaction(async (tx) => {
    await claimLimit(tx, parent.id, 'child_accounts');
    const account = await createAccountRepository(tx).create(details);
    audit.on({ kind: 'account', id: account.id, name }).change(null, account);
    return accountBody(account, clock());
  });
}
