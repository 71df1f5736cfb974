import { invitationOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { ApiApp } from '../../http/api-app.ts';
import { signInRateLimit } from '../../plugins/security.ts';
import { acceptInvitation } from './accept-invitation.ts';
import { createInvitation } from './create-invitation.ts';
import { listInvitations, resendInvitation, revokeInvitation } from './manage-invitations.ts';

export function addInvitationRoutes(app: ApiApp, context: ApiContext): void {
  const rateLimit = signInRateLimit(context.config);
  app.route({
    method: 'GET',
    url: '/v1/:account/invitations',
    schema: invitationOperations.list,
    config: { permission: 'user:read' },
    handler: listInvitations(context),
  });
  app.route({
    method: 'POST',
    url: '/v1/:account/invitations',
    schema: invitationOperations.create,
    config: { permission: 'user:write', audit: 'invitation.create', rateLimit },
    handler: createInvitation(context),
  });
  app.route({
    method: 'POST',
    url: '/v1/:account/invitations/:invitation/resend',
    schema: invitationOperations.resend,
    config: { permission: 'user:write', audit: 'invitation.resend', rateLimit },
    handler: resendInvitation(context),
  });
  app.route({
    method: 'DELETE',
    url: '/v1/:account/invitations/:invitation',
    schema: invitationOperations.revoke,
    config: { permission: 'user:write', audit: 'invitation.delete' },
    handler: revokeInvitation(),
  });
  app.route({
    method: 'POST',
    url: '/v1/auth/invitations/accept',
    schema: invitationOperations.accept,
    config: {
      permission: { public: 'the token of the invitation is the proof' },
      audit: 'invitation.accept',
      rateLimit,
    },
    handler: acceptInvitation(context),
  });
}
