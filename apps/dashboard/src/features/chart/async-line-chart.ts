import { defineAsyncComponent } from 'vue';
import LoadingLines from '../../ui/LoadingLines.vue';

/** The chart in a chunk of its own: ECharts is most of the dashboard's code, and pages appear without waiting for it. */
export const AsyncLineChart = defineAsyncComponent({
  loader: () => import('./LineChart.vue'),
  loadingComponent: LoadingLines,
});
