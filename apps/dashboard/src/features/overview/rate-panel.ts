import type { RateSample } from '../../services/live/rates.ts';
import type { ResolvedTheme } from '../../services/preferences/theme.ts';
import type { ChartPanel } from '../chart/chart-series.ts';
import { lineColor } from '../chart/palette.ts';

const LINES = [
  { key: 'readings', name: 'Readings stored', value: (sample: RateSample) => sample.readings },
  { key: 'messages', name: 'Messages received', value: (sample: RateSample) => sample.messages },
] as const;

/** The rates of the last minutes as a chart's panel. */
export function ratePanel(samples: readonly RateSample[], theme: ResolvedTheme): ChartPanel {
  const series = LINES.map(({ key, name, value }, index) => ({
    key,
    name,
    unit: '/s',
    color: lineColor(theme, index),
    isStep: false,
    data: { kind: 'raw' as const, points: samples.map((sample) => [sample.time, value(sample)] as const) },
  }));
  return { key: 'rates', title: 'per second', series };
}
