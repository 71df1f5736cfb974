import type { Envelope } from '@hawser/contracts/streams';
import type { Reading, ValueKind } from '@hawser/core';
import { type ResolvedSeries, type SeriesDefinition, type SeriesRepository, seriesKey } from '@hawser/storage';
import type { SeriesCache } from '../caches/series-cache.ts';
import { type JudgedMessage, readingsToStore } from './message.ts';

/** Ids of the series of all readings to be stored, in the order of messages and readings. */
export type SeriesIds = Int32Array;

/** A reading whose series the cache does not know, or not as the reading says it. */
interface Unresolved {
  readonly at: number;
  readonly envelope: Envelope;
  readonly reading: Reading;
}

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
): Promise<SeriesIds> {
  const ids = new Int32Array(messages.reduce((sum, { verdict }) => sum + readingsToStore(verdict).length, 0));
  const unresolved = takeKnown(messages, cache, ids);
  if (unresolved.length > 0) {
    const resolved = await repository.resolve(definitionsOf(unresolved));
    for (const each of unresolved) ids[each.at] = note(each, resolved, cache).id;
    cache.trim();
  }
  return ids;
}

/** This loop runs for every single reading. */
function takeKnown(messages: readonly JudgedMessage[], cache: SeriesCache, ids: SeriesIds): Unresolved[] {
  const unresolved: Unresolved[] = [];
  let at = 0;
  for (const { envelope, verdict } of messages) {
    const readings = readingsToStore(verdict);
    if (readings.length === 0) continue;
    const known = cache.of(envelope.agent);
    for (const reading of readings) {
      const series = known.find(reading.device, reading.metric);
      if (series !== undefined && saysSo(series, reading)) ids[at] = series.id;
      else unresolved.push({ at, envelope, reading });
      at++;
    }
  }
  return unresolved;
}

function saysSo(series: ResolvedSeries, { unit, value }: Reading): boolean {
  return (unit === null || unit === series.unit) && (series.kind === typeof value || series.kind === 'mixed');
}

/** One definition for each way in which a series is spoken of; the unit given last comes last and wins. */
function definitionsOf(unresolved: readonly Unresolved[]): SeriesDefinition[] {
  const wanted = new Map<string, SeriesDefinition>();
  for (const { envelope, reading } of unresolved) {
    const { device, metric, unit } = reading;
    const kind = typeof reading.value as ValueKind;
    const variant = `${keyOf(envelope, reading)}\0${kind}\0${unit ?? ''}`;
    wanted.delete(variant);
    const { account: accountId, agent: agentId, dialect: protocol } = envelope;
    wanted.set(variant, { accountId, agentId, device, metric, unit, kind, protocol });
  }
  return [...wanted.values()];
}

function note(
  { envelope, reading }: Unresolved,
  resolved: ReadonlyMap<string, ResolvedSeries>,
  cache: SeriesCache,
): ResolvedSeries {
  const series = resolved.get(keyOf(envelope, reading));
  if (series === undefined) throw new Error('The repository did not resolve a series that it was asked for');
  cache.of(envelope.agent).set(reading.device, reading.metric, series);
  return series;
}

function keyOf({ agent }: Envelope, { device, metric }: Reading): string {
  return seriesKey(agent, device, metric);
}
