import { useIntervalFn } from '@vueuse/core';
import { computed, type Ref, ref, watch } from 'vue';
import { type Span, stepOf, windowOf } from '../../lib/history/span.ts';

/** The moments a chart shows: moving on in small steps for a moving span. */
export function useWindow(span: Ref<Span>) {
  const now = ref(Date.now());
  const step = computed(() => stepOf(span.value));
  useIntervalFn(() => {
    now.value = Date.now();
  }, step);
  watch(span, () => {
    now.value = Date.now();
  });
  return computed(() => windowOf(span.value, now.value));
}
