import { computed, type WritableComputedRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { DEFAULT_SPAN, parseSpan, type Span } from '../../lib/history/span.ts';

/** The span that the charts show; the address keeps it, so that a view can be passed on. */
export function useSpan(): WritableComputedRef<Span> {
  const route = useRoute();
  const router = useRouter();
  const id = computed(() => route.query.span);
  return computed({
    get: () => parseSpan(id.value),
    set: (span) => {
      const { span: _before, ...others } = route.query;
      void router.replace({ query: span.id === DEFAULT_SPAN.id ? others : { ...others, span: span.id } });
    },
  });
}
