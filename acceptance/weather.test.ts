import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, Api } from './support/api.ts';
import { hawserCommand } from './support/command.ts';
import { type RunningHawser, SHAPES, startHawser } from './support/program.ts';

const FILE = fileURLToPath(new URL('../data/seattle-weather-hourly-normals.csv', import.meta.resolve('vega-datasets')));
const METRICS = ['pressure', 'temperature', 'wind'] as const;
type Metric = (typeof METRICS)[number];

/** The file is of 2010; its last row is moved to the end of a year of the same length, so months stay months. */
const END = '2025-12-31T23:00:00.000Z';
const YEAR = 2025;

interface Row {
  readonly time: number;
  readonly values: Readonly<Record<Metric, number>>;
}

function readRows(): readonly Row[] {
  const [head, ...lines] = readFileSync(FILE, 'utf8').trim().split(/\r?\n/);
  const columns = head!.split(',');
  const rows = lines.map((line) => {
    const cells = line.split(',');
    const cell = (name: string) => cells[columns.indexOf(name)]!;
    const values = Object.fromEntries(METRICS.map((metric) => [metric, Number(cell(metric))]));
    return { time: Date.parse(`${cell('date')}Z`), values: values as Record<Metric, number> };
  });
  const shift = Date.parse(END) - rows.at(-1)!.time;
  return rows.map((row) => ({ ...row, time: row.time + shift }));
}

function monthlyMeans(rows: readonly { time: number; sum: number; count: number }[]): number[] {
  const sums = Array.from({ length: 12 }, () => ({ sum: 0, count: 0 }));
  for (const { time, sum, count } of rows) {
    const month = sums[new Date(time).getUTCMonth()]!;
    month.sum += sum;
    month.count += count;
  }
  return sums.map(({ sum, count }) => sum / count);
}

describe.each(SHAPES)("a year of Seattle's weather, replayed from its file (%s)", (shape) => {
  const rows = readRows();
  const span = { from: `${YEAR}-01-01T00:00:00Z`, to: `${YEAR + 1}-01-01T00:00:00Z` };
  let hawser: RunningHawser;
  let api: Api;

  beforeAll(async () => {
    hawser = await startHawser({ shape });
    api = await Api.setUp(hawser, 'weather');
    const target = ['--url', hawser.url, '--account', 'weather', '--email', ADMIN.email, '--password', ADMIN.password];
    const report = await hawserCommand(
      ['simulate', ...target, '--csv', FILE, '--csv-end', END, '--agents', '1', '--keep'],
      {},
    );
    console.log(report);
  });

  afterAll(async () => {
    await hawser?.stop();
  });

  it.each(METRICS)('answers the count, minimum and maximum of %s as the file has them', async (metric) => {
    const [series] = await api.readings('weather', { metric, ...span, resolution: 'raw', points: 100_000 });
    const stored = series!.points.map(([time, value]) => [time, value]);
    expect(stored).toEqual(rows.map(({ time, values }) => [time, values[metric]]));
  });

  it.each(METRICS)('answers the monthly means of %s from hourly roll-ups', async (metric) => {
    const [series] = await api.readings('weather', { metric, ...span, resolution: '1h', points: 100_000 });
    const stored = (series!.points as unknown as [number, number, number, number, number][]).map(
      ([time, , , average, count]) => ({ time, sum: average * count, count }),
    );
    const expected = monthlyMeans(rows.map(({ time, values }) => ({ time, sum: values[metric], count: 1 })));
    const answered = monthlyMeans(stored);
    for (const [month, mean] of expected.entries()) expect(answered[month]).toBeCloseTo(mean, 9);
  });

  it('keeps the extremes when far fewer points are asked for', async () => {
    const values = rows.map((row) => row.values.temperature);
    for (const resolution of ['auto', 'raw', '1h']) {
      const [series] = await api.readings('weather', { metric: 'temperature', ...span, resolution, points: 100 });
      const points = series!.points as unknown as number[][];
      expect(points.length).toBeLessThanOrEqual(100);
      const isRaw = points[0]!.length === 2;
      expect(Math.min(...points.map((point) => point[1]!))).toBe(Math.min(...values));
      expect(Math.max(...points.map((point) => (isRaw ? point[1]! : point[2]!)))).toBe(Math.max(...values));
    }
  });
});
