import { useQueries } from '@tanstack/vue-query';
import { computed, type Ref } from 'vue';
import { type SeriesHistory, toHistory, WANTED_POINTS } from '../../lib/history/series-history.ts';
import { refreshOf, type Span, windowOf } from '../../lib/history/span.ts';
import { type ApiClient, answerOf, useApi } from '../../services/api/client.ts';
import { keys } from '../../services/api/query-keys.ts';
import type { ChosenSeries } from './use-series-choice.ts';

export interface HistoriesOf {
  readonly account: string;
  readonly agent: string;
  readonly series: readonly ChosenSeries[];
  readonly span: Span;
}

/** The histories of chosen series over a span, in their order; live readings are added to them in the query cache. */
export function useHistories(of: Ref<HistoriesOf>) {
  const api = useApi();
  const queries = computed(() => of.value.series.map((series) => historyQuery(api, of.value, series)));
  return useQueries({ queries, shallow: true });
}

function historyQuery(api: ApiClient, { account, agent, span }: HistoriesOf, { device, metric }: ChosenSeries) {
  return {
    queryKey: [...keys.readings(account, agent, device, metric), span.id],
    queryFn: async ({ signal }: { signal: AbortSignal }): Promise<SeriesHistory> => {
      const { from, to } = windowOf(span, Date.now());
      const query = {
        ...{ agent, device, metric, points: WANTED_POINTS, from: String(Math.floor(from)) },
        // A moving span ends at the newest reading, whatever this computer's clock says.
        ...(span.kind === 'fixed' ? { to: String(to) } : {}),
      };
      const params = { path: { account }, query };
      const { series } = await answerOf(api.GET('/v1/{account}/readings', { params, signal }));
      return toHistory(series[0], span);
    },
    refetchInterval: refreshOf(span),
    // Thousands of points are not worth comparing one by one each time some are added.
    structuralSharing: false,
  };
}
