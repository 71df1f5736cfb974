import type { NewApiToken, tokenOperations } from '@hawser/contracts/http';
import { agentReach, Problem } from '@hawser/core';
import { createApiTokenRepository } from '@hawser/storage';
import { assertHolds } from '../../access/assert-holds.ts';
import type { ApiContext } from '../../context.ts';
import type { Handler, HandlerRequest } from '../../http/api-app.ts';
import { accountOf, sessionOf } from '../../http/context-of.ts';
import { tokenBody } from './token-body.ts';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 90;

type Operation = typeof tokenOperations.create;

/** `POST /v1/{account}/tokens`: makes a token and shows it, this once. */
export function createToken(context: ApiContext): Handler<Operation> {
  return async (request, reply) => {
    const { id, name } = accountOf(request);
    const session = sessionOf(request);
    if (session.tokenId !== null) throw notByToken();
    const once = {
      key: request.headers['idempotency-key'],
      scope: ['token', session.userId, id],
      body: request.body,
    };
    const body = await context.idempotency.once(once, () => create(context, request));
    request.audit.on({ kind: 'token', id: body.id, name: body.name });
    return reply.code(201).header('location', `/v1/${name}/tokens/${body.id}`).send(body);
  };
}

async function create({ apiTokens, clock }: ApiContext, request: HandlerRequest<Operation>): Promise<NewApiToken> {
  const account = accountOf(request);
  const { userId, email, subject } = sessionOf(request);
  const { name, permissions, expires_in_days: days = DEFAULT_DAYS } = request.body;
  // It could not use them anyway; a token that says less than it seems to would only puzzle people.
  const missing = permissions.filter((permission) => !agentReach(subject, permission, account).allow);
  assertHolds(missing.length === 0 ? { allow: true } : { allow: false, missing });
  const expiresAt = clock() + days * DAY_MS;
  const wanted = { accountId: account.id, userId, name, permissions: new Set(permissions), expiresAt };
  const { record, token } = await apiTokens.draft(wanted);
  return request.audit.transaction(async (tx) => {
    const stored = await createApiTokenRepository(tx).create(record);
    const body = tokenBody({ ...stored, userEmail: email }, account);
    request.audit.on({ kind: 'token', id: stored.id, name }).change(null, body);
    return { ...body, token };
  });
}

/** Else a token that leaked could make itself a successor. */
function notByToken(): Problem {
  return new Problem('forbidden', 'An API token cannot make API tokens.', { hint: 'Sign in as a user.' });
}
