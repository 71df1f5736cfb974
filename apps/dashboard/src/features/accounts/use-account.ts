import { type ComputedRef, computed } from 'vue';
import { useRoute } from 'vue-router';

/** Name of the account whose pages are shown: the address says so. */
export function useAccount(): ComputedRef<string> {
  const route = useRoute();
  return computed(() => (typeof route.params.account === 'string' ? route.params.account : '_'));
}
