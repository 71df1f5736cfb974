import type { QueryClient } from '@tanstack/vue-query';
import { type SeriesHistory, withSamples } from '../../lib/history/series-history.ts';
import { keys } from '../api/query-keys.ts';
import type { Agent, AgentPage } from '../api/types.ts';
import type { LatestValue } from './latest-value.ts';
import type { LiveReading, PresenceMessage } from './protocol.ts';

type PresenceNews = Pick<PresenceMessage, 'agent' | 'online' | 'at'>;

/** Shows at once that an agent came or went, wherever the cache holds that agent. */
export function patchPresence(cache: QueryClient, account: string, news: PresenceNews): void {
  patchAgent(cache, account, news.agent, (agent) => withPresence(agent, news));
}

function withPresence(agent: Agent, { online, at }: PresenceNews): Agent {
  const time = new Date(at).toISOString();
  return online ? { ...agent, online, connected_at: time } : { ...agent, online, disconnected_at: time };
}

/** Brings new readings into the latest values, the charts and the agents' last sign of life. */
export function patchReadings(
  cache: QueryClient,
  account: string,
  readings: readonly LiveReading[],
  now: number,
): void {
  for (const [agent, ofAgent] of groupBy(readings, (reading) => reading.agent)) {
    patchLatest(cache, account, agent, ofAgent);
    patchCharts(cache, account, agent, ofAgent, now);
    const last_message_at = new Date(now).toISOString();
    patchAgent(cache, account, agent, (known) => ({ ...known, last_message_at }));
  }
}

function patchAgent(cache: QueryClient, account: string, name: string, change: (agent: Agent) => Agent): void {
  cache.setQueryData<Agent>(keys.agent(account, name), (agent) => agent && change(agent));
  cache.setQueriesData<AgentPage>({ queryKey: keys.agents(account) }, (page) => {
    if (page?.items.some((agent) => agent.name === name) !== true) return page;
    return { ...page, items: page.items.map((agent) => (agent.name === name ? change(agent) : agent)) };
  });
}

function patchLatest(cache: QueryClient, account: string, agent: string, readings: readonly LiveReading[]): void {
  cache.setQueryData<readonly LatestValue[]>(
    keys.latest(account, agent),
    (known) => known && withNewest(known, readings),
  );
}

/** Newest value of each series; a late reading changes nothing, a series seen for the first time is added. */
export function withNewest(known: readonly LatestValue[], readings: readonly LiveReading[]): readonly LatestValue[] {
  const values = new Map(known.map((value) => [seriesKey(value), value]));
  for (const reading of readings) {
    const before = values.get(seriesKey(reading));
    if (before === undefined || reading.time >= before.time)
      values.set(seriesKey(reading), { ...reading, quality: null });
  }
  return [...values.values()];
}

function patchCharts(
  cache: QueryClient,
  account: string,
  agent: string,
  readings: readonly LiveReading[],
  now: number,
): void {
  for (const samples of groupBy(readings, seriesKey).values()) {
    const first = samples[0];
    if (first === undefined) continue;
    const queryKey = keys.readings(account, agent, first.device, first.metric);
    cache.setQueriesData<SeriesHistory>({ queryKey }, (history) => history && withSamples(history, samples, now));
  }
}

/** Names one series within its agent; NUL can stand in neither name. */
export function seriesKey({ device, metric }: { device: string; metric: string }): string {
  return `${device}\0${metric}`;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
