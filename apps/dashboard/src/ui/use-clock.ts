import { createSharedComposable, useNow } from '@vueuse/core';
import { type ComputedRef, computed } from 'vue';

const useTicks = createSharedComposable(() => useNow({ interval: 1_000 }));

/** The present time in ms since the Unix epoch, moving once a second; one timer serves every caller. */
export function useClock(): ComputedRef<number> {
  const ticks = useTicks();
  return computed(() => ticks.value.getTime());
}
