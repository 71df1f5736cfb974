import { expect, it } from 'vitest';
import type { User } from '../../services/api/types.ts';
import { actionsFor } from './user-actions.ts';

const USER = { second_factor: true, has_password: true } as User;

it('offers what somebody may do, and the reset of a second factor only where there is one', () => {
  const all = actionsFor(USER, () => true).map(({ id }) => id);
  expect(all).toEqual(['edit', 'reset-password', 'reset-second-factor', 'lift-lockout', 'delete']);
  const without = actionsFor({ ...USER, second_factor: false }, () => true).map(({ id }) => id);
  expect(without).not.toContain('reset-second-factor');
  expect(actionsFor(USER, (permission) => permission === 'user:delete').map(({ id }) => id)).toEqual(['delete']);
  expect(actionsFor(USER, () => false)).toEqual([]);
});
