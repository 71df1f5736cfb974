import { mkdtempSync, rmSync } from 'node:fs';
import { SequenceHistory } from '@hawser/core';
import { createMaintenance, createSeriesRepository, migrate, seriesKey } from '@hawser/storage';
import { startPglite } from '@hawser/storage/pglite';
import { newestReadings } from '../packages/storage/src/ingestion/newest-readings.ts';
import { encodeReadings, READINGS_COPY_TARGET } from '../packages/storage/src/readings/copy-encoder.ts';
import {
  encodePartials,
  PARTIALS_COPY_TARGET,
  rollUpPartials,
} from '../packages/storage/src/readings/roll-up-partials.ts';
import { readingOf, telemetryFixture } from '../packages/storage/src/readings/testing/telemetry-fixture.ts';

const dir = process.argv[2] === 'disk' ? mkdtempSync('/tmp/hwb-') : null;
const pg = await startPglite({ dataDir: dir ? dir + '/db' : null });
const db = pg.database;
await migrate(db);
const f = await telemetryFixture(db);
const agents = [];
for (let i = 0; i < 50; i++) agents.push(await f.addAgent('a' + i));
const sr = createSeriesRepository(db);
const defs = [];
for (let i = 0; i < 1000; i++)
  defs.push({
    accountId: f.accountId,
    agentId: agents[i % 50]!,
    device: 'd',
    metric: 'm' + i,
    unit: null,
    kind: 'number' as const,
  });
const res = await sr.resolve(defs);
const ids = defs.map((d) => res.get(seriesKey(d.agentId, d.device, d.metric))!.id);
const N = 20000;
let clock = Date.UTC(2024, 4, 1, 12);
const make = () => {
  const out = Array.from({ length: N }, (_, i) =>
    readingOf(ids[i % 1000]!, clock + Math.floor(i / 1000) * 20, Math.random()),
  );
  clock += 400;
  return out;
};
const h = SequenceHistory.empty();
h.add(1, 1);
const state = h.toBytes();
const batchOf = (readings: any) =>
  f.batch({
    readings,
    ledger: agents.map((agentId) => ({
      accountId: f.accountId,
      agentId,
      minute: clock,
      messages: { stored: 8, duplicate: 0, rejected: 0 },
      readings: { received: 400, stored: 400, duplicate: 0, rejected: 0 },
    })),
    cursors: agents.map((agentId) => ({ agentId, state })),
  });
await f.store.commit(batchOf(make()));
const rounds = 15;
const m = createMaintenance(db);
for (let rep = 0; rep < 4; rep++) {
  const rb = Array.from({ length: rounds }, make);
  let t = performance.now();
  for (const b of rb) await db.transaction((tx) => tx.copyIn(READINGS_COPY_TARGET, encodeReadings(b)));
  const raw = ((rounds * N) / (performance.now() - t)) * 1000;
  const cb = Array.from({ length: rounds }, make).map(batchOf);
  t = performance.now();
  for (const b of cb) await f.store.commit(b);
  const com = ((rounds * N) / (performance.now() - t)) * 1000;
  t = performance.now();
  let k = 0,
    n = 0;
  do {
    k = await m.rollUp(5000);
    n += k;
  } while (k > 0);
  console.log(
    'raw copy/s',
    raw | 0,
    'commit/s',
    com | 0,
    'share',
    (com / raw).toFixed(3),
    'rollup',
    n,
    (performance.now() - t).toFixed(0) + 'ms',
  );
}
const b = make();
const part = async (name: string, fn: () => any) => {
  const t = performance.now();
  for (let i = 0; i < 15; i++) await fn();
  console.log(name, ((performance.now() - t) / 15).toFixed(2), 'ms');
};
await part('encode', () => encodeReadings(b));
await part('partials js', () => rollUpPartials(b));
await part('newest js', () => newestReadings(b));
await part('empty tx', () =>
  db.transaction(async (tx) => {
    await tx.query('select 1');
  }),
);
await part('only offset', () => f.store.commit(f.batch()));
await part('ledger 50', () => f.store.commit({ ...batchOf([]), cursors: [] }));
await part('cursors 50', () => f.store.commit({ ...batchOf([]), ledger: [] }));
const ps = rollUpPartials(b);
await part('copy partials 1000', () => db.transaction((tx) => tx.copyIn(PARTIALS_COPY_TARGET, encodePartials(ps))));
await part('copy 20000', () => db.transaction((tx) => tx.copyIn(READINGS_COPY_TARGET, encodeReadings(b))));
await part('commit 1000 rows(1/series)', () => f.store.commit(f.batch({ readings: b.slice(0, 1000) })));
await part('copy 1000 rows', () =>
  db.transaction((tx) => tx.copyIn(READINGS_COPY_TARGET, encodeReadings(b.slice(0, 1000)))),
);
await pg.close();
if (dir) rmSync(dir, { recursive: true });
process.exit(0);
