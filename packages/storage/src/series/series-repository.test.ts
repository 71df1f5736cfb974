import { type AgentId, newId } from '@hawser/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { wholeAccount } from '../agents/agent-scope.ts';
import { TEST_ENGINES, type TestEngine } from '../readings/testing/engines.ts';
import { type TelemetryFixture, telemetryFixture } from '../readings/testing/telemetry-fixture.ts';
import { hasSqlState, SQLSTATE } from '../sql-error.ts';
import type { SeriesDefinition } from './series.ts';
import { seriesKey } from './series-key.ts';
import { createSeriesRepository, type SeriesRepository } from './series-repository.ts';

describe.each(TEST_ENGINES)('SeriesRepository on %s', (_name, open) => {
  let engine: TestEngine;
  let fixture: TelemetryFixture;
  let repository: SeriesRepository;

  beforeAll(async () => {
    engine = await open();
    repository = createSeriesRepository(engine.database);
  });
  beforeEach(async () => {
    fixture = await telemetryFixture(engine.database);
  });
  afterAll(() => engine.close());

  function definition(part: Partial<SeriesDefinition> = {}): SeriesDefinition {
    const { accountId, agentId } = fixture;
    return {
      accountId,
      agentId,
      device: 'plc',
      metric: 'temp',
      unit: null,
      kind: 'number',
      protocol: 'native',
      ...part,
    };
  }

  const keyOf = ({ agentId, device, metric }: SeriesDefinition) => seriesKey(agentId, device, metric);

  it('gives the same series the same id, and different ones different ids', async () => {
    const other = await fixture.addAgent('other');
    const all = [
      definition(),
      definition({ device: 'b' }),
      definition({ metric: 'c' }),
      definition({ agentId: other }),
    ];
    const first = await repository.resolve([...all, ...all]);
    const again = await repository.resolve([...all].reverse());
    expect(new Set([...first.values()].map((series) => series.id)).size).toBe(4);
    for (const one of all) expect(again.get(keyOf(one))).toEqual(first.get(keyOf(one)));
  });

  it('takes no ids for series that are there already', async () => {
    const before = (await repository.resolve([definition()])).get(keyOf(definition()))!;
    for (let i = 0; i < 5; i++) await repository.resolve([definition()]);
    const next = definition({ metric: 'next' });
    expect((await repository.resolve([next])).get(keyOf(next))!.id).toBe(before.id + 1);
  });

  it('agrees when many sessions make the same series at once', async () => {
    const definitions = Array.from({ length: 50 }, (_, i) => definition({ metric: `m${i}` }));
    const results = await Promise.all([1, 2, 3, 4].map(() => repository.resolve(definitions)));
    for (const result of results) expect(result).toEqual(results[0]);
    expect(results[0]?.size).toBe(50);
  });

  it('notes a new unit, keeps it when none is given, and mixes kinds', async () => {
    const key = keyOf(definition());
    const step = async (part: Partial<SeriesDefinition>) => {
      const { unit, kind } = (await repository.resolve([definition(part)])).get(key)!;
      return [unit, kind];
    };
    expect(await step({ unit: 'C' })).toEqual(['C', 'number']);
    expect(await step({})).toEqual(['C', 'number']);
    expect(await step({ unit: 'K' })).toEqual(['K', 'number']);
    expect(await step({ kind: 'string' })).toEqual(['K', 'mixed']);
    expect(await step({})).toEqual(['K', 'mixed']);
    const inOneBatch = [definition({ metric: 'two', kind: 'boolean' }), definition({ metric: 'two', kind: 'number' })];
    expect((await repository.resolve(inOneBatch)).get(keyOf(inOneBatch[0]!))?.kind).toBe('mixed');
  });

  it('refuses an agent that was deleted meanwhile', async () => {
    const refused = await repository
      .resolve([definition({ agentId: newId<AgentId>() })])
      .catch((error: unknown) => error);
    expect(hasSqlState(refused, SQLSTATE.foreignKeyViolation)).toBe(true);
  });

  it('lists page by page, filtered, and only for the account that asks', async () => {
    const metrics = ['a', 'b', 'c', 'd', 'e'];
    await repository.resolve(['x', 'y'].flatMap((device) => metrics.map((metric) => definition({ device, metric }))));
    const seen = [];
    let cursor: string | null = null;
    do {
      const page = await repository.list(wholeAccount(fixture.accountId), { limit: 3, cursor });
      seen.push(...page.items.map(({ device, metric }) => device + metric));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(['x', 'y'].flatMap((device) => metrics.map((metric) => device + metric)));
    const filtered = await repository.list(wholeAccount(fixture.accountId), {
      limit: 10,
      cursor: null,
      device: 'x',
      metric: 'c',
    });
    expect(filtered.items).toMatchObject([
      { agentName: 'gateway', device: 'x', metric: 'c', kind: 'number', protocol: 'native' },
    ]);
    const stranger = await telemetryFixture(engine.database);
    expect((await repository.list(wholeAccount(stranger.accountId), { limit: 10, cursor: null })).items).toEqual([]);
    await expect(repository.list(wholeAccount(fixture.accountId), { limit: 1, cursor: 'x' })).rejects.toMatchObject({
      code: 'bad-request',
    });
  });
});
