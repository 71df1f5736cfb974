/** What can be done with a user, besides looking at them. */
export type UserAction = 'edit' | 'reset-password' | 'reset-second-factor' | 'lift-lockout' | 'delete';

interface ActionEntry {
  readonly id: UserAction;
  readonly label: string;
  readonly permission: 'user:write' | 'user:delete';
}

/** In the order of a user's menu. */
export const USER_ACTIONS: readonly ActionEntry[] = [
  { id: 'edit', label: 'Edit', permission: 'user:write' },
  { id: 'reset-password', label: 'Password-reset link', permission: 'user:write' },
  { id: 'reset-second-factor', label: 'Reset second factor', permission: 'user:write' },
  { id: 'lift-lockout', label: 'Lift lockout', permission: 'user:write' },
  { id: 'delete', label: 'Delete', permission: 'user:delete' },
];
