import { type Static, Type } from 'typebox';
import { NoContent } from './common.ts';

export const Email = Type.String({
  minLength: 3,
  maxLength: 254,
  pattern: '^[^\\s@]+@[^\\s@]+$',
  description: 'the e-mail address that names the user; upper and lower case are the same',
});

/** Longer than any accepted password, so that sign-in never hashes a megabyte. */
const PasswordInput = Type.String({ minLength: 1, maxLength: 256 });

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
    tags,
    headers: SessionHeaders,
    body: LoginBody,
    response: { 200: Tokens },
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
