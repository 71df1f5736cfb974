import { type ComputedRef, computed, ref, type WatchSource, watch } from 'vue';

export interface CursorTrail {
  /** Where the shown page begins; null for the first. */
  readonly cursor: ComputedRef<string | null>;
  /** Number of the shown page, from 1. */
  readonly page: ComputedRef<number>;
  next(cursor: string): void;
  back(): void;
}

/**
 * Remembers the way through a list that only tells where its next page begins, so that one can go back.
 * @param list what the list depends on; a change begins at the first page again
 */
export function useCursorTrail(list: WatchSource): CursorTrail {
  const trail = ref<readonly string[]>([]);
  watch(list, () => {
    trail.value = [];
  });
  return {
    cursor: computed(() => trail.value.at(-1) ?? null),
    page: computed(() => trail.value.length + 1),
    next(cursor) {
      trail.value = [...trail.value, cursor];
    },
    back() {
      trail.value = trail.value.slice(0, -1);
    },
  };
}
