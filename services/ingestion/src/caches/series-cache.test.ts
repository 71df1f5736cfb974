import { type AgentId, newId, type SeriesId } from '@hawser/core';
import { describe, expect, it } from 'vitest';
import { SeriesCache } from './series-cache.ts';

const series = (id: number) => ({ id: id as SeriesId, kind: 'number' as const, unit: null });

describe('the cache of series', () => {
  it('tells devices and metrics of an agent apart', () => {
    const known = new SeriesCache().of(newId());
    known.set('a', 'bc', series(1));
    known.set('ab', 'c', series(2));
    known.set('a', 'bc', series(3));
    expect([known.find('a', 'bc')?.id, known.find('ab', 'c')?.id, known.find('a', 'c')]).toEqual([3, 2, undefined]);
    expect(known.size).toBe(2);
  });

  it('finds a series that was set after its device had been looked for in vain', () => {
    const known = new SeriesCache().of(newId());
    expect(known.find('a', 'm')).toBeUndefined();
    known.set('a', 'm', series(1));
    expect(known.find('a', 'm')?.id).toBe(1);
  });

  it('forgets the agents that were used longest ago', () => {
    const cache = new SeriesCache(2);
    const agents = [newId<AgentId>(), newId<AgentId>(), newId<AgentId>()] as const;
    for (const agent of agents) cache.of(agent).set('d', 'm', series(1));
    cache.of(agents[0]);
    cache.trim();
    expect(agents.map((agent) => cache.of(agent).size)).toEqual([1, 0, 1]);
  });
});
