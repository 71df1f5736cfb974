import { type ComputedRef, computed } from 'vue';
import { useSessionStore } from '../../services/session/session-store.ts';
import { useMay } from '../../services/session/use-may.ts';
import { useAccount } from '../accounts/use-account.ts';
import { type NavPage, visiblePages } from './pages.ts';

/** The entries that the signed-in user sees in the account that is looked at. */
export function useVisiblePages<Page extends NavPage>(pages: readonly Page[]): ComputedRef<Page[]> {
  const account = useAccount();
  const store = useSessionStore();
  const may = useMay(() => account.value);
  return computed(() => visiblePages(pages, { may, isOfRoot: store.me?.account.parent_id === null }));
}
