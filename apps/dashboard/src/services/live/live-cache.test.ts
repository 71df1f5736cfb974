import { QueryClient } from '@tanstack/vue-query';
import { describe, expect, it } from 'vitest';
import { type SeriesHistory, toHistory } from '../../lib/history/series-history.ts';
import { parseSpan } from '../../lib/history/span.ts';
import { keys } from '../api/query-keys.ts';
import type { LatestValue } from './latest-value.ts';
import { patchPresence, patchReadings, withNewest } from './live-cache.ts';
import type { LiveReading } from './protocol.ts';

const NOW = 1_700_000_000_000;

function reading(values: Partial<LiveReading> = {}): LiveReading {
  return { agent: 'pump', agent_id: '1', device: 'd', metric: 'm', unit: '°C', time: NOW, value: 1, ...values };
}

function agent(name: string) {
  return { name, online: false, connected_at: null, disconnected_at: null, last_message_at: null };
}

describe('withNewest', () => {
  const known: LatestValue[] = [{ ...reading({ value: 1 }), quality: 'bad' }];

  it('takes a newer value, leaves a late one, and adds a series it has not seen', () => {
    const values = withNewest(known, [
      reading({ time: NOW + 1, value: 2 }),
      reading({ time: NOW - 1, value: 9 }),
      reading({ metric: 'other', value: true }),
    ]);
    expect(values.map((value) => [value.metric, value.value, value.quality])).toEqual([
      ['m', 2, null],
      ['other', true, null],
    ]);
  });

  it('keeps two devices with the same metric apart', () => {
    expect(withNewest(known, [reading({ device: 'e' })])).toHaveLength(2);
  });
});

describe('patchReadings', () => {
  it('brings a reading into latest values, the charts of that series, and the agent', () => {
    const cache = new QueryClient();
    const chart = [...keys.readings('demo', 'pump', 'd', 'm'), '1h'];
    const otherChart = [...keys.readings('demo', 'pump', 'd', 'other'), '1h'];
    cache.setQueryData(keys.latest('demo', 'pump'), []);
    cache.setQueryData(chart, toHistory(undefined, parseSpan('1h')));
    cache.setQueryData(otherChart, toHistory(undefined, parseSpan('1h')));
    cache.setQueryData(keys.agent('demo', 'pump'), agent('pump'));
    patchReadings(cache, 'demo', [reading(), reading({ agent: 'unknown' })], NOW);
    expect(cache.getQueryData(keys.latest('demo', 'pump'))).toMatchObject([{ value: 1 }]);
    expect(cache.getQueryData<SeriesHistory>(chart)?.data.points).toEqual([[NOW, 1]]);
    expect(cache.getQueryData<SeriesHistory>(otherChart)?.data.points).toEqual([]);
    expect(cache.getQueryData(keys.agent('demo', 'pump'))).toMatchObject({
      last_message_at: new Date(NOW).toISOString(),
    });
    expect(cache.getQueryData(keys.latest('demo', 'unknown'))).toBeUndefined();
  });

  it('leaves another account alone', () => {
    const cache = new QueryClient();
    cache.setQueryData(keys.latest('other', 'pump'), []);
    patchReadings(cache, 'demo', [reading()], NOW);
    expect(cache.getQueryData(keys.latest('other', 'pump'))).toEqual([]);
  });
});

describe('patchPresence', () => {
  it('shows the agent online in its page and in every list that has it', () => {
    const cache = new QueryClient();
    const page = keys.agentPage('demo', '', null);
    cache.setQueryData(page, { items: [agent('pump'), agent('fan')], next_cursor: null });
    cache.setQueryData(keys.agent('demo', 'pump'), agent('pump'));
    patchPresence(cache, 'demo', { agent: 'pump', online: true, at: NOW });
    expect(cache.getQueryData(page)).toMatchObject({
      items: [
        { name: 'pump', online: true },
        { name: 'fan', online: false },
      ],
    });
    patchPresence(cache, 'demo', { agent: 'pump', online: false, at: NOW });
    expect(cache.getQueryData(keys.agent('demo', 'pump'))).toMatchObject({
      online: false,
      disconnected_at: new Date(NOW).toISOString(),
    });
  });
});
