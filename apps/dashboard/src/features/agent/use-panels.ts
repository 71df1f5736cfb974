import { refThrottled } from '@vueuse/core';
import { computed, type Ref } from 'vue';
import { resolutionsWords } from '../../lib/history/resolution-words.ts';
import { SECOND_MS } from '../../lib/time.ts';
import { useThemeStore } from '../../services/preferences/theme.ts';
import { type ChartPanel, type ChartSeries, toPanels } from '../chart/chart-series.ts';
import { lineColor } from '../chart/palette.ts';
import { type HistoriesOf, useHistories } from './use-histories.ts';
import type { ChosenSeries } from './use-series-choice.ts';

/** Live readings come several times a second; lines are drawn anew once in that time. */
const REDRAW_MS = SECOND_MS;

/** The panels of an agent's chart, with what is known about loading them. */
export function usePanels(of: Ref<HistoriesOf>) {
  const theme = useThemeStore();
  const results = useHistories(of);
  const drawn = refThrottled(results, REDRAW_MS, true, true);

  const lines = computed(() =>
    of.value.series.flatMap((series, index): ChartSeries[] => {
      const history = drawn.value[index]?.data;
      if (history === undefined) return [];
      return [toLine(series, of.value.series, lineColor(theme.theme, index), history.data)];
    }),
  );
  return {
    panels: computed<ChartPanel[]>(() => toPanels(lines.value)),
    isEmpty: computed(() => lines.value.every((line) => line.data.points.length === 0)),
    isLoading: computed(() => results.value.some((result) => result.isPending)),
    error: computed(() => results.value.find((result) => result.error !== null)?.error ?? null),
    resolution: computed(() => resolutionsWords(drawn.value.flatMap((result) => result.data ?? []))),
    retry: () => Promise.all(results.value.map((result) => result.refetch())),
  };
}

function toLine(
  series: ChosenSeries,
  all: readonly ChosenSeries[],
  color: string,
  data: ChartSeries['data'],
): ChartSeries {
  const { key, device, metric, unit, isStep } = series;
  const isOfMany = all.some((other) => other.device !== device);
  return { key, name: isOfMany ? `${device} · ${metric}` : metric, unit, color, isStep, data };
}
