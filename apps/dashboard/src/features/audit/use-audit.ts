import type { Ref } from 'vue';
import { answerOf, useApi } from '../../services/api/client.ts';
import { keys } from '../../services/api/query-keys.ts';
import { useChange } from '../../services/api/use-change.ts';
import { useListPage } from '../../services/api/use-list.ts';
import { type AuditFilter, queryOf } from './audit-filter.ts';

/** Forms in which all entries can be had at once. */
export const EXPORTS = [
  { label: 'CSV', type: 'text/csv', ending: 'csv' },
  { label: 'NDJSON', type: 'application/x-ndjson', ending: 'ndjson' },
] as const;
export type ExportForm = (typeof EXPORTS)[number];

/** One page of the entries that a filter leaves, newest first. */
export function useAuditPage(account: Ref<string>, filter: Ref<AuditFilter>, cursor: Ref<string | null>) {
  const api = useApi();
  return useListPage(
    () => [...keys.audit(account.value), queryOf(filter.value)],
    cursor,
    (page) => {
      const params = { path: { account: account.value }, query: { ...queryOf(filter.value), ...page } };
      return answerOf(api.GET('/v1/{account}/audit', { params }));
    },
  );
}

/** Fetches all entries that a filter leaves as a file. */
export function useAuditExport(account: Ref<string>, filter: Ref<AuditFilter>) {
  const api = useApi();
  return useChange(
    async ({ type, ending }: ExportForm) => {
      const params = { path: { account: account.value }, query: queryOf(filter.value) };
      const call = api.GET('/v1/{account}/audit', { params, headers: { accept: type }, parseAs: 'blob' });
      return { content: await answerOf(call), name: `audit-${account.value}.${ending}` };
    },
    () => [],
  );
}
