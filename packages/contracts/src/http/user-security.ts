import { Type } from 'typebox';
import { AccountParam, NoContent, OneOf, Timestamp } from './common.ts';
import { UserParams } from './users.ts';

/** What became of the letter that goes with a link. */
export const MailOutcome = OneOf(['sent', 'failed', 'not-set-up'], {
  description: 'whether the link was mailed; when it was not, hand it over yourself',
});

const ResetLink = Type.Object(
  {
    link: Type.String({ description: 'works once; shown this once' }),
    expires_at: Timestamp,
    mail: MailOutcome,
  },
  { title: 'PasswordResetLink' },
);

const tags = ['Sign-in of others'];

export const userSecurityOperations = {
  resetPassword: {
    operationId: 'resetUserPassword',
    summary: 'Make a link with which a user chooses a new password',
    description: 'The old password works until the link is used; then every session of the user ends.',
    tags,
    params: UserParams,
    response: { 201: ResetLink },
  },
  resetSecondFactor: {
    operationId: 'resetUserSecondFactor',
    summary: 'Turn the second factor of a user off and end their sessions',
    tags,
    params: UserParams,
    response: { 204: NoContent },
  },
  liftLockout: {
    operationId: 'liftUserLockout',
    summary: 'Let a user who typed too many wrong passwords or codes try again at once',
    tags,
    params: UserParams,
    response: { 204: NoContent },
  },
  liftAddressLockout: {
    operationId: 'liftAddressLockout',
    summary: 'Let an address from which there were too many wrong passwords try again at once',
    description: 'For administrators of the root account.',
    tags,
    params: Type.Object({
      account: AccountParam,
      address: Type.String({ minLength: 1, maxLength: 64, description: 'IPv4 or IPv6 address' }),
    }),
    response: { 204: NoContent },
  },
} as const;
