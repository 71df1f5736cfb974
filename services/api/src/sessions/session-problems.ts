import { Problem } from '@hawser/core';
import type { Account } from '@hawser/storage';
import { INVALID_TOKEN } from './reused-refresh-token.ts';

export function invalidToken(): Problem {
  return new Problem('invalid-token', INVALID_TOKEN, { hint: 'Sign in again.' });
}

export function accountClosed({ name, deletingAt }: Account): Problem {
  const why = deletingAt === null ? 'has expired' : 'is being deleted';
  return new Problem('account-closed', `The account ${name} ${why}.`, {
    hint: 'Whoever administers the account above can extend it.',
  });
}
