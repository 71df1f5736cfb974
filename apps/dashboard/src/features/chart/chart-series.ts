import { type Points, usualGap } from '../../lib/history/points.ts';

/** One line of a chart: which series, what it looks like, and its points. */
export interface ChartSeries {
  /** Unique among the chart's series. */
  readonly key: string;
  readonly name: string;
  readonly unit: string | null;
  readonly color: string;
  /** Booleans are drawn as steps. */
  readonly isStep: boolean;
  readonly data: Points;
}

/** Series with the same unit share a panel and its axis; without a unit only the same metric does. */
export interface ChartPanel {
  readonly key: string;
  readonly title: string;
  readonly series: readonly ChartSeries[];
}

/** Splits series into panels so that no axis mixes units. */
export function toPanels(series: readonly ChartSeries[]): ChartPanel[] {
  const panels = new Map<string, ChartPanel & { series: ChartSeries[] }>();
  for (const item of series) {
    const key = item.unit ?? `:${item.name}`;
    const panel = panels.get(key) ?? { key, title: item.unit ?? item.name, series: [] };
    panel.series.push(item);
    panels.set(key, panel);
  }
  return [...panels.values()];
}

type LinePoint = [time: number, value: number | null];

/** The line of a series: readings as they are, buckets by their mean; broken where data is missing. */
export function lineOf(data: Points): LinePoint[] {
  if (data.kind === 'buckets') return withGaps(data.points.map(([time, , , avg]): LinePoint => [time, avg]));
  return withGaps(
    data.points.flatMap(([time, value]): LinePoint[] => (typeof value === 'number' ? [[time, value]] : [])),
  );
}

/** The band from the smallest to the largest value of each bucket: its lower edge and its height. */
export function bandOf(data: Points): { low: LinePoint[]; height: LinePoint[] } | null {
  if (data.kind !== 'buckets') return null;
  return {
    low: withGaps(data.points.map(([time, min]): LinePoint => [time, min])),
    height: withGaps(data.points.map(([time, min, max]): LinePoint => [time, max - min])),
  };
}

/** Times the usual distance after which a line is broken, so that a drop-out is seen as one. */
const GAP_FACTOR = 5;

function withGaps(points: LinePoint[]): LinePoint[] {
  const gap = usualGap(points);
  if (gap === null) return points;
  return points.flatMap((point, index): LinePoint[] => {
    const before = points[index - 1];
    const isBroken = before !== undefined && point[0] - before[0] > gap * GAP_FACTOR;
    return isBroken ? [[before[0] + gap, null], point] : [point];
  });
}
