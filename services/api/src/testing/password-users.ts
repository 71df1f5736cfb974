import type { AccountId, UserId, UserRole } from '@hawser/core';
import { createGrantRepository, createUserRepository } from '@hawser/storage';
import { Secret, TOTP } from 'otpauth';
import { createPasswordHasher } from '../passwords/password-hasher.ts';
import { type Answer, call, type TestApi } from './test-api.ts';

export const PASSWORD = 'nine quiet harbours';

export interface TokenPair {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly expires_in: number;
}

interface TestUser {
  readonly email: string;
  readonly account: AccountId;
  readonly role?: UserRole;
}

const hashed = createPasswordHasher().hash(PASSWORD);

/** Makes a user with the password `PASSWORD`, who has a role in their account and below. */
export async function addUser(api: TestApi, { email, account, role = 'viewer' }: TestUser): Promise<UserId> {
  const user = { accountId: account, email, passwordHash: await hashed };
  const { id } = await createUserRepository(api.db).create(user);
  await createGrantRepository(api.db).replace(id, [
    { role: { builtIn: role }, accountId: account, descendants: true, fleetId: null },
  ]);
  return id;
}

export function login(
  api: TestApi,
  email: string,
  password = PASSWORD,
  headers: Record<string, string> = {},
): Promise<Answer<TokenPair & { readonly code: string; readonly challenge: string }>> {
  return call(api, 'POST /v1/auth/login', { body: { email, password }, headers });
}

/** Signs in a user without a second factor. */
export async function signIn(api: TestApi, email: string, password = PASSWORD): Promise<TokenPair> {
  const answer = await login(api, email, password);
  if (answer.status !== 200) throw new Error(`sign-in answered ${answer.status}: ${answer.text}`);
  return answer.body;
}

/** Status of a question that every signed-in user may ask. */
export async function statusOf(api: TestApi, token: string): Promise<number> {
  return (await call(api, 'GET /v1/me', { token })).status;
}

/** What the authenticator app shows at a time (milliseconds since the Unix epoch). */
export function codeAt(secret: string, timestamp: number): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
}

/** Sets up a second factor, as the dashboard does. */
export async function enrol(api: TestApi, token: string): Promise<{ secret: string; recoveryCodes: string[] }> {
  const { body } = await call<{ secret: string }>(api, 'POST /v1/me/totp', { token });
  const code = codeAt(body.secret, api.clock());
  const confirmed = await call<{ recovery_codes: string[] }>(api, 'POST /v1/me/totp/confirm', {
    token,
    body: { code },
  });
  if (confirmed.status !== 200) throw new Error(`enrolling answered ${confirmed.status}: ${confirmed.text}`);
  return { secret: body.secret, recoveryCodes: confirmed.body.recovery_codes };
}
