import type { GrantInput } from '@hawser/contracts/http';
import type { AccountId, UserId } from '@hawser/core';
import { createAccountRepository, createOneTimeTokenRepository, createUserRepository } from '@hawser/storage';
import { hashSecret } from '../http/secrets.ts';
import { call, type TestApi } from './test-api.ts';

let made = 0;

export interface SignedInUser {
  readonly id: UserId;
  readonly email: string;
  /** Access token. */
  readonly token: string;
}

/**
 * Makes a user with these grants, through the interface where it matters, and signs them in without a password: hashing
 * one takes a second.
 *
 * @param admin - access token of somebody who holds what is granted
 */
export async function addUser(
  api: TestApi,
  admin: string,
  account: string,
  grants: readonly GrantInput[],
): Promise<SignedInUser> {
  const email = `user-${++made}@localhost`;
  const found = await createAccountRepository(api.db).byName(account);
  if (found === null) throw new Error(`there is no account ${account}`);
  const { id } = await createUserRepository(api.db).create({
    accountId: found.id as AccountId,
    email,
    passwordHash: 'x',
  });
  const answer = await call(api, `PATCH /v1/${account}/users/${id}`, { token: admin, body: { grants: [...grants] } });
  if (answer.status !== 200) throw new Error(`granting answered ${answer.status}: ${answer.text}`);
  return { id, email, token: await signIn(api, id) };
}

/** Signs a user in. @returns the access token */
export async function signIn(api: TestApi, userId: UserId): Promise<string> {
  const secret = `sign-in ${++made}`;
  const expiresAt = api.clock() + 60_000;
  const tokens = createOneTimeTokenRepository(api.db);
  await tokens.insert({ tokenHash: hashSecret(secret), purpose: 'sign-in', userId, expiresAt });
  const answer = await call<{ access_token: string }>(api, 'POST /v1/auth/one-time', { body: { token: secret } });
  if (answer.status !== 200) throw new Error(`signing in answered ${answer.status}: ${answer.text}`);
  return answer.body.access_token;
}
