import { type Static, Type } from 'typebox';
import { AccountParams, Id, Nullable, OneOf, Page, PageQuery, TimeMs, TimeQuery } from './common.ts';

const AgentFilter = Type.String({ minLength: 1, maxLength: 64, description: 'name or id of an agent' });
const NameFilter = Type.String({ minLength: 1, maxLength: 400 });

const SeriesFilters = {
  agent: Type.Optional(AgentFilter),
  device: Type.Optional(NameFilter),
  metric: Type.Optional(NameFilter),
};

/** What a reading's value can be in JSON. */
export const ReadingValue = Type.Unsafe<number | boolean | string>({ type: ['number', 'boolean', 'string'] });

export const Series = Type.Object(
  {
    agent: Type.String(),
    agent_id: Id,
    device: Type.String(),
    metric: Type.String(),
    unit: Nullable(Type.String()),
    kind: OneOf(['number', 'boolean', 'string', 'mixed']),
  },
  { title: 'Series' },
);
export type Series = Static<typeof Series>;

/** `[time_ms, value]` in raw, `[time_ms, min, max, avg, count]` in the roll-ups. */
export type RawPoint = readonly [number, number | boolean | string];
export type AggregatePoint = readonly [number, number, number, number, number];

const RawPointSchema = {
  type: 'array',
  description: '[time_ms, value]',
  prefixItems: [{ type: 'integer' }, { type: ['number', 'boolean', 'string'] }],
  minItems: 2,
  maxItems: 2,
};
const AggregatePointSchema = {
  type: 'array',
  description: '[time_ms, min, max, avg, count]',
  prefixItems: [{ type: 'integer' }, { type: 'number' }, { type: 'number' }, { type: 'number' }, { type: 'integer' }],
  minItems: 5,
  maxItems: 5,
};

export const RESOLUTIONS = ['raw', '1m', '1h'] as const;

export const ReadingSeries = Type.Object(
  {
    agent: Type.String(),
    device: Type.String(),
    metric: Type.String(),
    unit: Nullable(Type.String()),
    resolution: OneOf(RESOLUTIONS, { description: 'which one was used' }),
    points: Type.Unsafe<readonly (RawPoint | AggregatePoint)[]>({
      type: 'array',
      items: { anyOf: [RawPointSchema, AggregatePointSchema] },
    }),
  },
  { title: 'ReadingSeries' },
);
export type ReadingSeries = Static<typeof ReadingSeries>;

const ReadingsQuery = Type.Object(
  {
    ...SeriesFilters,
    from: Type.Optional(TimeQuery),
    to: Type.Optional(TimeQuery),
    points: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 100_000, description: 'most points per series, default 1000' }),
    ),
    resolution: Type.Optional(OneOf(['auto', ...RESOLUTIONS], { description: 'default auto' })),
  },
  { additionalProperties: false },
);

const SeriesQuery = Type.Object({ ...PageQuery, ...SeriesFilters }, { additionalProperties: false });

export const LatestReading = Type.Object(
  {
    agent: Type.String(),
    agent_id: Id,
    device: Type.String(),
    metric: Type.String(),
    unit: Nullable(Type.String()),
    time: TimeMs,
    value: ReadingValue,
    quality: OneOf(['good', 'uncertain', 'bad']),
  },
  { title: 'LatestReading' },
);
export type LatestReading = Static<typeof LatestReading>;

const LatestQuery = Type.Object(
  {
    agent: Type.Optional(AgentFilter),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, description: 'most series, default 1000' })),
  },
  { additionalProperties: false },
);

const Latest = Type.Object(
  { items: Type.Array(LatestReading), complete: Type.Boolean({ description: 'false when there are more series' }) },
  { title: 'Latest' },
);

const tags = ['Readings'];

export const telemetryOperations = {
  series: {
    operationId: 'listSeries',
    summary: 'List the series',
    tags,
    params: AccountParams,
    querystring: SeriesQuery,
    response: { 200: Page('SeriesPage', Series) },
  },
  readings: {
    operationId: 'queryReadings',
    summary: 'Query readings over a span',
    description:
      'The last hour unless `from` and `to` say otherwise (`from` is included, `to` is not). ' +
      'With `Accept: text/csv` the answer is a table with the columns time, agent, device, metric, unit, value, ' +
      'or min, max, avg, count in place of value.',
    tags,
    params: AccountParams,
    querystring: ReadingsQuery,
    response: { 200: Type.Object({ series: Type.Array(ReadingSeries) }, { title: 'Readings' }) },
  },
  latest: {
    operationId: 'latestReadings',
    summary: 'The newest reading of each series',
    description:
      'With `Accept: text/csv` the answer is a table with the columns time, agent, device, metric, unit, value, quality.',
    tags,
    params: AccountParams,
    querystring: LatestQuery,
    response: { 200: Latest },
  },
} as const;
