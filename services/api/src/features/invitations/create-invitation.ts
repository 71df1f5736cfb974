import type { invitationOperations, SentInvitation } from '@hawser/contracts/http';
import { Problem } from '@hawser/core';
import {
  type Account,
  createInvitationRepository,
  createUserRepository,
  type Queryable,
  readUnscoped,
} from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler, HandlerRequest } from '../../http/api-app.ts';
import { accountOf, sessionOf } from '../../http/context-of.ts';
import { hashSecret, newSecret } from '../../http/secrets.ts';
import { resolveGrantable } from '../users/give-grants.ts';
import { LINK_DAYS, sendInvitation } from './invitation-body.ts';
import { auditedInvitation } from './promised-grants.ts';

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
    request.audit.on({ kind: 'invitation', id: body.id, name: body.email });
    reply.header('location', `/v1/${account.name}/invitations/${body.id}`).header('cache-control', 'no-store');
    return reply.code(201).send(body);
  };
}

type CreateRequest = HandlerRequest<typeof invitationOperations.create>;

async function create(context: ApiContext, request: CreateRequest): Promise<SentInvitation> {
  const { access, clock } = context;
  const [account, { userId, email: by }] = [accountOf(request), sessionOf(request)];
  const token = newSecret();
  const invitation = await access.change(request, async (change) => {
    await assertMayWait(change.tx, account, request.body.email);
    const resolved = await resolveGrantable(change, account, request.body.grants);
    const grants = resolved.map(({ stored }) => stored);
    const times = { createdAt: clock(), expiresAt: clock() + LINK_DAYS * DAY_MS };
    const about = { accountId: account.id, email: request.body.email, grants, invitedBy: userId, ...times };
    const made = await createInvitationRepository(change.tx).create({ ...about, tokenHash: hashSecret(token) });
    request.audit.on({ kind: 'invitation', id: made.id, name: made.email }).change(null, auditedInvitation(made));
    return made;
  });
  return sendInvitation(context, { invitation, account, by, token, reader: request });
}

async function assertMayWait(tx: Queryable, account: Account, email: string): Promise<void> {
  // An address is taken by a user of any account.
  if ((await readUnscoped(tx, (all) => createUserRepository(all).byEmail(email))) !== null) {
    throw new Problem('conflict', 'A user with this e-mail address exists already.');
  }
  if ((await createInvitationRepository(tx).count(account.id)) < MAX_WAITING) return;
  throw new Problem('limit-reached', `An account can have ${MAX_WAITING} invitations waiting.`, {
    hint: 'Revoke those that nobody will accept.',
  });
}
