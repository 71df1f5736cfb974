import type { invitationOperations, SentInvitation } from '@hawser/contracts/http';
import { Problem } from '@hawser/core';
import { createInvitationRepository, createUserRepository } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler, HandlerRequest } from '../../http/api-app.ts';
import { accountOf, sessionOf } from '../../http/context-of.ts';
import { hashSecret, newSecret } from '../../http/secrets.ts';
import { LINK_DAYS, sendInvitation } from './invitation-body.ts';
import { resolveGrants } from './resolve-grants.ts';

const DAY_MS = 86_400_000;
const MAX_WAITING = 1_000;

/** `POST /v1/{account}/invitations` */
export function createInvitation(context: ApiContext): Handler<typeof invitationOperations.create> {
  return async (request, reply) => {
    const account = accountOf(request);
    const once = {
      key: request.headers['idempotency-key'],
      scope: ['invitation', sessionOf(request).userId, account.id],
      body: request.body,
    };
    const body = await context.idempotency.once(once, () => create(context, request));
    reply.header('location', `/v1/${account.name}/invitations/${body.id}`).header('cache-control', 'no-store');
    return reply.code(201).send(body);
  };
}

type CreateRequest = HandlerRequest<typeof invitationOperations.create>;

async function create(context: ApiContext, request: CreateRequest): Promise<SentInvitation> {
  const { db, clock } = context;
  const [account, session] = [accountOf(request), sessionOf(request)];
  const { email } = request.body;
  const grants = await resolveGrants(context, session, account, request.body.grants);
  const invitations = createInvitationRepository(db);
  if ((await createUserRepository(db).byEmail(email)) !== null) {
    throw new Problem('conflict', 'A user with this e-mail address exists already.');
  }
  if ((await invitations.count(account.id)) >= MAX_WAITING) {
    throw new Problem('limit-reached', `An account can have ${MAX_WAITING} invitations waiting.`, {
      hint: 'Revoke those that nobody will accept.',
    });
  }
  const token = newSecret();
  const times = { createdAt: clock(), expiresAt: clock() + LINK_DAYS * DAY_MS };
  const about = { accountId: account.id, email, grants, invitedBy: session.userId, ...times };
  const invitation = await invitations.create({ ...about, tokenHash: hashSecret(token) });
  return sendInvitation(context, { invitation, account, by: session.email, token });
}
