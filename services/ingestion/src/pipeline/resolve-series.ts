import type { Envelope } from '@hawser/contracts/streams';
import type { Reading, SeriesId, ValueKind } from '@hawser/core';
import { type ResolvedSeries, type SeriesDefinition, type SeriesRepository, seriesKey } from '@hawser/storage';
import type { SeriesCache } from '../caches/series-cache.ts';
import { type JudgedMessage, readingsToStore } from './message.ts';

/** Finds the id of a reading's series. */
export type SeriesLookup = (envelope: Envelope, reading: Reading) => SeriesId;

/**
 * Makes sure that the series of every reading to be stored exists and says the unit and kind that the readings say: from
 * the cache where it can, the rest in one call to the repository.
 *
 * @throws SqlError (foreign key) when an agent was deleted meanwhile
 */
export async function resolveSeries(
  messages: readonly JudgedMessage[],
  repository: Pick<SeriesRepository, 'resolve'>,
  cache: SeriesCache,
): Promise<SeriesLookup> {
  // The cache may be smaller than one batch, so what the batch needs is held apart.
  const known = new Map<string, ResolvedSeries>();
  const wanted = new Map<string, SeriesDefinition>();
  for (const { envelope, verdict } of messages) {
    for (const reading of readingsToStore(verdict)) collect(envelope, reading, known, wanted, cache);
  }
  if (wanted.size > 0) {
    for (const [key, series] of await repository.resolve([...wanted.values()])) {
      known.set(key, series);
      cache.set(key, series);
    }
  }
  return (envelope, reading) => idOf(known, keyOf(envelope, reading));
}

function collect(
  envelope: Envelope,
  reading: Reading,
  known: Map<string, ResolvedSeries>,
  wanted: Map<string, SeriesDefinition>,
  cache: SeriesCache,
): void {
  const key = keyOf(envelope, reading);
  const kind = kindOf(reading);
  let series = known.get(key);
  if (series === undefined) {
    series = cache.get(key);
    if (series !== undefined) known.set(key, series);
  }
  if (series !== undefined && saysSo(series, reading.unit, kind)) return;
  const { device, metric, unit } = reading;
  const definition = { accountId: envelope.account, agentId: envelope.agent, device, metric, unit, kind };
  // Deleted first, so that the unit given last comes last and wins.
  const variant = `${key}\0${kind}\0${unit ?? ''}`;
  wanted.delete(variant);
  wanted.set(variant, definition);
}

function saysSo(series: ResolvedSeries, unit: string | null, kind: ValueKind): boolean {
  return (unit === null || unit === series.unit) && (kind === series.kind || series.kind === 'mixed');
}

function kindOf({ value }: Reading): ValueKind {
  if (typeof value === 'number') return 'number';
  return typeof value === 'boolean' ? 'boolean' : 'string';
}

function keyOf(envelope: Envelope, { device, metric }: Reading): string {
  return seriesKey(envelope.agent, device, metric);
}

function idOf(known: ReadonlyMap<string, ResolvedSeries>, key: string): SeriesId {
  const series = known.get(key);
  if (series === undefined) throw new Error('The repository did not resolve a series that it was asked for');
  return series.id;
}
