import { keepPreviousData, type QueryKey, useQuery } from '@tanstack/vue-query';
import { computed, type Ref } from 'vue';

const PAGE_SIZE = 50;
const MOST_CHOICES = 1_000;

export interface PageQuery {
  readonly limit: number;
  readonly cursor?: string;
}

/** One page of a list; the page before is shown until the next one is there. */
export function useListPage<Page>(
  key: () => QueryKey,
  cursor: Ref<string | null>,
  load: (query: PageQuery) => Promise<Page>,
) {
  return useQuery({
    queryKey: computed(() => [...key(), 'page', cursor.value]),
    queryFn: () => load({ limit: PAGE_SIZE, ...(cursor.value === null ? {} : { cursor: cursor.value }) }),
    placeholderData: keepPreviousData,
  });
}

/** What one can choose from in a form: a list as far as a person can look through it, up to a thousand. */
export function useChoices<Page>(key: () => QueryKey, load: (query: PageQuery) => Promise<Page>) {
  return useQuery({
    queryKey: computed(() => [...key(), 'choices']),
    queryFn: () => load({ limit: MOST_CHOICES }),
  });
}
