import type { User } from '../../services/api/types.ts';

/** What can be done with a user, besides looking at them. */
export type UserAction = 'edit' | 'reset-password' | 'reset-second-factor' | 'lift-lockout' | 'delete';

interface ActionEntry {
  readonly id: UserAction;
  readonly label: string;
  readonly permission: 'user:write' | 'user:delete';
  /** Left out for users with whom there is nothing to do. */
  readonly isFor?: (user: User) => boolean;
}

/** In the order of a user's menu. */
const USER_ACTIONS: readonly ActionEntry[] = [
  { id: 'edit', label: 'Edit', permission: 'user:write' },
  {
    id: 'reset-password',
    label: 'Password-reset link',
    permission: 'user:write',
    isFor: ({ has_password }) => has_password,
  },
  {
    id: 'reset-second-factor',
    label: 'Reset second factor',
    permission: 'user:write',
    isFor: ({ second_factor }) => second_factor,
  },
  { id: 'lift-lockout', label: 'Lift lockout', permission: 'user:write' },
  { id: 'delete', label: 'Delete', permission: 'user:delete' },
];

/** What somebody can do with a user. */
export function actionsFor(user: User, may: (permission: ActionEntry['permission']) => boolean): ActionEntry[] {
  return USER_ACTIONS.filter(({ permission, isFor }) => may(permission) && (isFor === undefined || isFor(user)));
}
