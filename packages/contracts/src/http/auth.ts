import { type Static, Type } from 'typebox';
import { Accepted, NoContent } from './common.ts';

export const Email = Type.String({
  minLength: 3,
  maxLength: 254,
  pattern: '^[^\\s@]+@[^\\s@]+$',
  description: 'the e-mail address that names the user; upper and lower case are the same',
});

/** As long as the longest accepted password, so that sign-in never hashes a megabyte. */
export const PasswordInput = Type.String({ minLength: 1, maxLength: 256 });

export const NewPassword = Type.String({ maxLength: 1024, description: 'at least 12 characters, not a common one' });

export const Code = Type.String({ pattern: '^\\d{6}$', description: 'six digits from the authenticator app' });

/** More than is needed, because people type spaces and hyphens. */
const RecoveryCode = Type.String({ minLength: 1, maxLength: 64, description: 'one of the recovery codes; works once' });

export const Tokens = Type.Object(
  {
    access_token: Type.String({ description: 'JWT, sent as `Authorization: Bearer …`' }),
    refresh_token: Type.Optional(
      Type.String({
        description: 'good for one exchange at `POST /v1/auth/refresh`; left out when the session is kept in a cookie',
      }),
    ),
    expires_in: Type.Integer({ description: 'seconds until the access token expires' }),
  },
  { title: 'Tokens' },
);
export type Tokens = Static<typeof Tokens>;

export const SessionHeaders = Type.Object({
  'x-hawser-session': Type.Optional(
    Type.String({
      maxLength: 16,
      description: '`cookie`: keep the refresh token in an HttpOnly cookie and out of the answer (for browsers)',
    }),
  ),
});

const LoginBody = Type.Object(
  { email: Email, password: PasswordInput },
  { additionalProperties: false, title: 'LoginRequest' },
);

const SecondFactorBody = Type.Object(
  {
    challenge: Type.String({ minLength: 1, maxLength: 512, description: 'from the answer of `POST /v1/auth/login`' }),
    code: Type.Optional(Code),
    recovery_code: Type.Optional(RecoveryCode),
    trust_browser: Type.Optional(
      Type.Boolean({ description: 'do not ask for the second factor in this browser for 30 days' }),
    ),
  },
  { additionalProperties: false, title: 'SecondFactorRequest' },
);

const PasswordResetBody = Type.Object({ email: Email }, { additionalProperties: false, title: 'PasswordResetRequest' });

const ConfirmPasswordResetBody = Type.Object(
  {
    token: Type.String({ minLength: 1, maxLength: 512, description: 'from the link' }),
    password: NewPassword,
  },
  { additionalProperties: false, title: 'ConfirmPasswordReset' },
);

const RefreshBody = Type.Unsafe<{ refresh_token?: string } | null | undefined>({
  type: ['object', 'null'],
  properties: { refresh_token: { type: 'string', minLength: 1, maxLength: 512 } },
  additionalProperties: false,
  title: 'RefreshRequest',
  description: 'leave the token out when it is in the cookie',
});

const OneTimeBody = Type.Object(
  { token: Type.String({ minLength: 1, maxLength: 512 }) },
  { additionalProperties: false, title: 'OneTimeRequest' },
);

const Jwks = Type.Object(
  { keys: Type.Array(Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true })) },
  { title: 'JsonWebKeySet' },
);

const tags = ['Sign-in'];

export const authOperations = {
  login: {
    operationId: 'login',
    summary: 'Sign in with e-mail and password',
    description:
      'A user with a second factor is answered 401 with the code `second-factor-required` and a `challenge`, unless the browser is trusted.',
    tags,
    headers: SessionHeaders,
    body: LoginBody,
    response: { 200: Tokens },
  },
  secondFactor: {
    operationId: 'giveSecondFactor',
    summary: 'Finish a sign-in with a code of the authenticator app or a recovery code',
    description: 'A challenge works once, for five minutes and five tries; a code works once.',
    tags,
    headers: SessionHeaders,
    body: SecondFactorBody,
    response: { 200: Tokens },
  },
  requestPasswordReset: {
    operationId: 'requestPasswordReset',
    summary: 'Mail a link with which a forgotten password is replaced',
    description: 'The answer is the same whether there is such a user or not. The link works once, for one hour.',
    tags,
    body: PasswordResetBody,
    response: { 202: Accepted },
  },
  confirmPasswordReset: {
    operationId: 'confirmPasswordReset',
    summary: 'Replace a password with the token of a reset link',
    description: 'Ends every session of the user. The second factor stays.',
    tags,
    body: ConfirmPasswordResetBody,
    response: { 204: NoContent },
  },
  refresh: {
    operationId: 'refresh',
    summary: 'Exchange a refresh token for a new pair',
    description: 'Each refresh token works once. Using one a second time ends every session that came from it.',
    tags,
    headers: SessionHeaders,
    body: RefreshBody,
    response: { 200: Tokens },
  },
  logout: {
    operationId: 'logout',
    summary: 'End the session of this access token, at once',
    tags,
    response: { 204: NoContent },
  },
  oneTime: {
    operationId: 'signInOnce',
    summary: 'Sign in with a one-time link',
    tags,
    headers: SessionHeaders,
    body: OneTimeBody,
    response: { 200: Tokens },
  },
  jwks: {
    operationId: 'jwks',
    summary: 'The public keys that access tokens are signed with',
    tags,
    response: { 200: Jwks },
  },
} as const;
