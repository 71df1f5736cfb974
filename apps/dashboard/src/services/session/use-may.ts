import type { Permission } from '../api/types.ts';
import { mayIn } from './may-in.ts';
import { useSessionStore } from './session-store.ts';

/**
 * Tells what the signed-in user may do in an account, to leave out what would be refused. The server decides in any
 * case.
 */
export function useMay(account: () => string): (permission: Permission) => boolean {
  const store = useSessionStore();
  return (permission) => store.me !== null && mayIn(store.me, account(), permission);
}
