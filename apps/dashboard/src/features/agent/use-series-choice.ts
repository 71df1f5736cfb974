import { computed, type Ref, shallowRef, watch } from 'vue';
import type { LatestValue } from '../../services/live/latest-value.ts';
import { seriesKey } from '../../services/live/live-cache.ts';
import { firstChoice, toggled } from './series-choice.ts';

/** A series that a chart is to show. */
export interface ChosenSeries {
  readonly key: string;
  readonly device: string;
  readonly metric: string;
  readonly unit: string | null;
  readonly isStep: boolean;
}

/** Which series of an agent are drawn: a first choice as soon as there are values, then what the person says. */
export function useSeriesChoice(values: Ref<readonly LatestValue[] | undefined>) {
  const keys = shallowRef<readonly string[] | null>(null);
  watch(
    values,
    (known) => {
      const first = firstChoice(known ?? []);
      if (keys.value === null && first.length > 0) keys.value = first;
    },
    { immediate: true },
  );

  /** Compared as text, so that new values of the same series change nothing for the charts. */
  const signature = computed(() => JSON.stringify((keys.value ?? []).flatMap((key) => chosenOf(key, values.value))));
  const chosen = computed<readonly ChosenSeries[]>(() => JSON.parse(signature.value));
  const chosenKeys = computed(() => keys.value ?? []);

  function toggle(key: string): void {
    keys.value = toggled(chosenKeys.value, key);
  }

  return { chosen, chosenKeys, toggle };
}

function chosenOf(key: string, values: readonly LatestValue[] | undefined): ChosenSeries[] {
  const found = values?.find((value) => seriesKey(value) === key);
  if (found === undefined) return [];
  const { device, metric, unit, value } = found;
  return [{ key, device, metric, unit, isStep: typeof value === 'boolean' }];
}
