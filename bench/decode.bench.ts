import { setTimeout as sleep } from 'node:timers/promises';
import { type AgentId, DEFAULT_LIMITS, type SeriesId, systemClock } from '@hawser/core';
import { createIngestionRole, INGESTION_PROFILES } from '@hawser/ingestion';
import { createMetrics, silentLogger } from '@hawser/platform';
import type { EntryId, QueueReader } from '@hawser/queue';
import { createIngestStore, type ResolvedSeries, type SeriesDefinition, seriesKey } from '@hawser/storage';
import { Unpackr } from 'msgpackr';
import { cpuSeconds, report } from './support/measure.ts';
import { nullDatabase } from './support/null-database.ts';
import { type LoadShape, queueRecords } from './support/pipeline.ts';

/**
 * What ingestion makes of messages in a second of processor time: everything from a queue entry to the encoded rows, with
 * a database that costs nothing. The limit is what the bare parser does with the same bytes.
 */

const unpackr = new Unpackr({ useRecords: false });

function memoryReader(records: readonly Uint8Array[]): QueueReader {
  const last = records.length;
  const idOf = (at: number) => String(at).padStart(16, '0') as EntryId;
  return {
    shards: 1,
    compare: (a, b) => Number(a) - Number(b),
    async read(_shard, after, { maxEntries, maxBytes, waitMs }) {
      const entries = [];
      let bytes = 0;
      for (let at = Number(after ?? 0) + 1; at <= last && entries.length < maxEntries && bytes < maxBytes; at++) {
        const record = records[at - 1] ?? new Uint8Array();
        bytes += record.length;
        entries.push({ id: idOf(at), record });
      }
      if (entries.length === 0) await sleep(Math.min(waitMs, 5));
      return entries;
    },
    release: async () => undefined,
    close: async () => undefined,
  };
}

function memorySeries() {
  const known = new Map<string, ResolvedSeries>();
  const resolve = async (definitions: readonly SeriesDefinition[]) => {
    for (const { agentId, device, metric, kind, unit } of definitions) {
      const key = seriesKey(agentId as AgentId, device, metric);
      if (!known.has(key)) known.set(key, { id: (known.size + 1) as SeriesId, kind, unit });
    }
    return known;
  };
  return { resolve };
}

/** @returns readings per second */
async function pipelineRate(records: readonly Uint8Array[], { readings }: LoadShape): Promise<number> {
  const last = records.length;
  let done: () => void = () => undefined;
  const stored = new Promise<void>((resolve) => {
    done = resolve;
  });
  const database = nullDatabase((offset) => {
    if (Number(offset) === last) done();
  });
  const role = createIngestionRole(
    {
      profile: INGESTION_PROFILES.balanced,
      limits: DEFAULT_LIMITS,
      leaseMs: 60_000,
      owner: 'bench',
      keepUncountedMs: Number.POSITIVE_INFINITY,
    },
    {
      reader: memoryReader(records),
      store: createIngestStore(database, { queue: 'bench' }),
      series: memorySeries(),
      policies: { read: async () => null },
      counted: async () => ({ entry: null, journals: new Map() }),
      live: { wants: () => false, publish: () => undefined },
      log: silentLogger(),
      metrics: createMetrics(),
      clock: systemClock,
    },
  );
  const taken = await cpuSeconds(async () => {
    await role.assign([0]);
    await stored;
  });
  await role.stop();
  return (last * readings) / taken;
}

/** @returns readings per second */
async function parserRate(payloads: readonly Buffer[], { form, readings }: LoadShape): Promise<number> {
  const parse = form === 'message-pack' ? (bytes: Buffer) => unpackr.unpack(bytes) : parseJson;
  const taken = await cpuSeconds(async () => {
    for (const payload of payloads) parse(payload);
  });
  return (payloads.length * readings) / taken;
}

function parseJson(bytes: Buffer): unknown {
  return JSON.parse(bytes.toString('utf8'));
}

const SHAPES: readonly (readonly [name: string, shape: LoadShape])[] = [
  ['json_250', { form: 'json', readings: 250, messages: 8_000, agents: 10 }],
  ['columnar_250', { form: 'columnar', readings: 250, messages: 8_000, agents: 10 }],
  ['message_pack_250', { form: 'message-pack', readings: 250, messages: 8_000, agents: 10 }],
  ['json_1', { form: 'json', readings: 1, messages: 200_000, agents: 10 }],
];

for (const [name, shape] of SHAPES) {
  const { records, payloads } = queueRecords(shape);
  const warmUp = records.slice(0, records.length / 4);
  await pipelineRate(warmUp, shape);
  await parserRate(payloads.slice(0, payloads.length / 4), shape);
  const limit = await parserRate(payloads, shape);
  report({ name, value: await pipelineRate(records, shape), unit: 'readings/s', limit });
}
