import type { SeriesPoints } from '@hawser/storage';

/**
 * Writes the answer one series at a time, so that a large one is never in memory as one text.
 */
export function* jsonOf(series: readonly SeriesPoints[]): Generator<string> {
  yield '{"series":[';
  for (const [i, { series: about, resolution, points }] of series.entries()) {
    const { agentName: agent, device, metric, unit } = about;
    yield (i === 0 ? '' : ',') + JSON.stringify({ agent, device, metric, unit, resolution, points });
  }
  yield ']}';
}
