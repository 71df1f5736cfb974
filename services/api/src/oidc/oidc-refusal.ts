import type { OidcRefusalReason } from '@hawser/contracts/http';
import { Problem, type ProblemCode } from '@hawser/core';

const RETRY_AFTER_SECONDS = 10;

const REFUSALS: Record<OidcRefusalReason, readonly [ProblemCode, detail: string, hint: string]> = {
  cancelled: ['forbidden', 'The identity provider did not sign you in.', 'Try again, or sign in with a password.'],
  expired: ['bad-request', 'This sign-in has expired or was begun elsewhere.', 'Begin again at GET /v1/auth/oidc.'],
  invalid: ['invalid-token', 'The identity provider gave an answer that is not valid.', 'Begin again.'],
  unavailable: [
    'unavailable',
    'The identity provider cannot be reached.',
    'Try again soon, or sign in with a password.',
  ],
  disabled: ['forbidden', 'Your user is disabled.', 'An administrator of the account can enable it.'],
  'no-role': [
    'forbidden',
    'None of your groups has a role here.',
    'An administrator of the account can map a group to a role.',
  ],
  'ambiguous-account': [
    'forbidden',
    'Your groups have roles in several accounts.',
    'Begin at GET /v1/auth/oidc?account=NAME with the one to get a user in.',
  ],
  'email-missing': [
    'forbidden',
    'The identity provider does not tell your e-mail address.',
    'The scope email, or a claim of that name, has to be allowed there.',
  ],
  'email-unverified': [
    'forbidden',
    'The identity provider has not verified your e-mail address.',
    'Confirm the address there, then sign in again.',
  ],
  'email-taken': [
    'forbidden',
    'There is a user with your e-mail address already.',
    'Sign in with the password, or have an administrator allow linking by e-mail or delete that user.',
  ],
  'last-administrator': [
    'conflict',
    'Your groups no longer make you an administrator, and nobody else would be left.',
    'Make another user an administrator of the root account first, or get back into the group.',
  ],
};

/** A sign-in through the identity provider that did not work. */
export class OidcRefusal extends Problem {
  readonly reason: OidcRefusalReason;

  constructor(reason: OidcRefusalReason, cause?: unknown) {
    const [code, detail, hint] = REFUSALS[reason];
    const retry = reason === 'unavailable' ? { retryAfterSeconds: RETRY_AFTER_SECONDS } : {};
    super(code, detail, { hint, cause, ...retry });
    this.reason = reason;
  }
}
