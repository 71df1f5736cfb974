import { escapeHtml, formatNumber } from '../../lib/format.ts';
import { formatDateTime } from '../../lib/time.ts';
import { bandOf, type ChartPanel, type ChartSeries, lineOf } from './chart-series.ts';
import type { ChartOption, LineSeriesOption } from './echarts.ts';
import type { ChartInk } from './palette.ts';

/** Longest series whose single points are marked; more would be a blur. */
const MARKED_POINTS = 60;

export interface PanelView {
  readonly panel: ChartPanel;
  readonly ink: ChartInk;
  readonly from: number;
  readonly to: number;
}

/** What ECharts draws for one panel over one window of time (ms since the Unix epoch). */
export function panelOption({ panel, ink, from, to }: PanelView): ChartOption {
  return {
    animation: false,
    textStyle: { fontFamily: 'inherit', color: ink.text },
    grid: { left: 8, right: 16, top: 12, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      type: 'time',
      min: from,
      max: to,
      axisLine: { lineStyle: { color: ink.border } },
      axisTick: { show: false },
      axisLabel: { color: ink.axis, hideOverlap: true, fontSize: 11 },
      splitLine: { show: false },
    },
    yAxis: yAxisOf(panel, ink),
    tooltip: tooltipOf(panel, ink),
    series: panel.series.flatMap(linesOf),
  };
}

function yAxisOf(panel: ChartPanel, ink: ChartInk): NonNullable<ChartOption['yAxis']> {
  const isSwitch = panel.series.every((series) => series.isStep);
  return {
    type: 'value',
    scale: true,
    ...(isSwitch ? { min: 0, max: 1, interval: 1 } : { splitNumber: 4 }),
    axisLabel: {
      color: ink.axis,
      fontSize: 11,
      formatter: (value: number) => (isSwitch ? (value === 1 ? 'on' : 'off') : formatNumber(value)),
    },
    splitLine: { lineStyle: { color: ink.grid } },
  };
}

function linesOf(series: ChartSeries): LineSeriesOption[] {
  return [...bandLines(series), mainLine(series)];
}

function mainLine(series: ChartSeries): LineSeriesOption {
  return {
    id: series.key,
    name: series.name,
    type: 'line',
    data: lineOf(series.data),
    showSymbol: series.data.points.length <= MARKED_POINTS,
    symbol: 'circle',
    symbolSize: 4,
    ...(series.isStep ? { step: 'end' } : {}),
    lineStyle: { width: 1.75, color: series.color },
    itemStyle: { color: series.color },
    emphasis: { disabled: true },
    z: 3,
  };
}

/** The band is two stacked lines: an unseen one at the minimum and, on top of it, a filled one up to the maximum. */
function bandLines(series: ChartSeries): LineSeriesOption[] {
  const band = bandOf(series.data);
  if (band === null) return [];
  const shared = {
    type: 'line',
    stack: `${series.key}#band`,
    stackStrategy: 'all',
    symbol: 'none',
    silent: true,
    lineStyle: { opacity: 0 },
    emphasis: { disabled: true },
    tooltip: { show: false },
  } as const;
  return [
    { ...shared, id: `${series.key}#low`, data: band.low },
    {
      ...shared,
      id: `${series.key}#height`,
      data: band.height,
      areaStyle: { color: series.color, opacity: 0.16 },
    },
  ];
}

function tooltipOf(panel: ChartPanel, ink: ChartInk): NonNullable<ChartOption['tooltip']> {
  return {
    trigger: 'axis',
    confine: true,
    backgroundColor: ink.surface,
    borderColor: ink.border,
    textStyle: { color: ink.text, fontSize: 12 },
    axisPointer: { type: 'line', lineStyle: { color: ink.axis, type: 'dashed' } },
    formatter: (params: unknown) => tooltipHtml(panel, params),
  };
}

interface TooltipItem {
  readonly seriesId: string;
  readonly data: unknown;
}

function isTooltipItem(item: unknown): item is TooltipItem {
  return typeof item === 'object' && item !== null && 'seriesId' in item && 'data' in item;
}

/** Names come from agents, so everything that is not ours is escaped. */
function tooltipHtml(panel: ChartPanel, params: unknown): string {
  const items = (Array.isArray(params) ? params : [params]).filter(isTooltipItem);
  let time: number | null = null;
  const rows = panel.series.flatMap((series) => {
    const data = items.find((item) => item.seriesId === series.key)?.data;
    if (!Array.isArray(data) || typeof data[0] !== 'number') return [];
    time ??= data[0];
    return [tooltipRow(series, data[0])];
  });
  return time === null ? '' : `<div class="chart-tip"><b>${formatDateTime(time)}</b>${rows.join('')}</div>`;
}

function tooltipRow(series: ChartSeries, time: number): string {
  const dot = `<i style="background:${series.color}"></i>`;
  return `<div>${dot}<span>${escapeHtml(series.name)}</span><em>${escapeHtml(valueAt(series, time))}</em></div>`;
}

function valueAt(series: ChartSeries, time: number): string {
  const point = series.data.points.find((candidate) => candidate[0] === time);
  if (point === undefined) return '–';
  if (point.length === 2) return withUnit(Number(point[1]), series);
  const [, min, max, avg] = point;
  return `${withUnit(avg, series)} (${formatNumber(min)} … ${formatNumber(max)})`;
}

function withUnit(value: number, series: ChartSeries): string {
  if (series.isStep && (value === 0 || value === 1)) return value === 1 ? 'on' : 'off';
  return series.unit === null ? formatNumber(value) : `${formatNumber(value)} ${series.unit}`;
}
