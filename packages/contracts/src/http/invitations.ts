import { type Static, Type } from 'typebox';
import { Grant, GrantInput } from './access.ts';
import { Email, NewPassword, SessionHeaders, Tokens } from './auth.ts';
import {
  AccountParam,
  AccountParams,
  Id,
  IdempotencyHeaders,
  ListQuery,
  NoContent,
  Page,
  Timestamp,
} from './common.ts';
import { MailOutcome } from './user-security.ts';

const Invitation = Type.Object(
  {
    id: Id,
    email: Type.String(),
    grants: Type.Array(Grant),
    created_at: Timestamp,
    expires_at: Timestamp,
    expired: Type.Boolean(),
  },
  { title: 'Invitation' },
);
export type InvitationBody = Static<typeof Invitation>;

const SentInvitation = Type.Object(
  {
    ...Invitation.properties,
    link: Type.String({ description: 'works once; shown this once' }),
    mail: MailOutcome,
  },
  { title: 'SentInvitation' },
);
export type SentInvitation = Static<typeof SentInvitation>;

const CreateInvitation = Type.Object(
  { email: Email, grants: Type.Array(GrantInput, { minItems: 1, maxItems: 64 }) },
  { additionalProperties: false, title: 'CreateInvitation' },
);

const AcceptInvitation = Type.Object(
  {
    token: Type.String({ minLength: 1, maxLength: 512, description: 'from the link' }),
    name: Type.String({ minLength: 1, maxLength: 200, description: 'as people call you' }),
    password: NewPassword,
  },
  { additionalProperties: false, title: 'AcceptInvitation' },
);

const InvitationParams = Type.Object({
  account: AccountParam,
  invitation: Type.String({ minLength: 1, maxLength: 64, description: 'id of the invitation' }),
});

const tags = ['Invitations'];

export const invitationOperations = {
  list: {
    operationId: 'listInvitations',
    summary: 'List the invitations that were not accepted yet',
    tags,
    params: AccountParams,
    querystring: ListQuery,
    response: { 200: Page('InvitationPage', Invitation) },
  },
  create: {
    operationId: 'createInvitation',
    summary: 'Invite somebody to become a user of the account',
    description: 'You can grant what you hold yourself. The link works once, for seven days.',
    tags,
    params: AccountParams,
    headers: IdempotencyHeaders,
    body: CreateInvitation,
    response: { 201: SentInvitation },
  },
  resend: {
    operationId: 'resendInvitation',
    summary: 'Send an invitation again with a new link; the old one stops working',
    tags,
    params: InvitationParams,
    response: { 200: SentInvitation },
  },
  revoke: {
    operationId: 'revokeInvitation',
    summary: 'Revoke an invitation; its link stops working',
    tags,
    params: InvitationParams,
    response: { 204: NoContent },
  },
  accept: {
    operationId: 'acceptInvitation',
    summary: 'Become a user with the token of an invitation',
    tags,
    headers: SessionHeaders,
    body: AcceptInvitation,
    response: { 201: Tokens },
  },
} as const;
