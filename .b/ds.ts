import { startMemoryPglite } from '@hawser/testkit';
import { readingOf, telemetryFixture } from '../packages/storage/src/readings/testing/telemetry-fixture.ts';

const { database: db, close } = await startMemoryPglite();
const f = await telemetryFixture(db);
const s = await f.addSeries('a');
const START = Date.UTC(2024, 4, 1, 22);
await f.commit(Array.from({ length: 5000 }, (_, i) => readingOf(s, START + i * 977, Math.round(Math.sin(i) * 1000))));
const BUCKET = 'date_bin(make_interval(secs => $4::float8), r.time, $2)';
const IN_SPAN = 'r.series_id = ANY ($1::int[]) AND r.time >= $2 AND r.time < $3';
const EXTREMES = `WITH buckets AS (
    SELECT r.series_id, ${BUCKET} AS bucket, min(r.value) AS low, max(r.value) AS high
    FROM readings r WHERE ${IN_SPAN} AND r.value IS NOT NULL GROUP BY 1, 2)
  SELECT b.series_id AS "seriesId", b.low, b.high,
    min(r.time) FILTER (WHERE r.value = b.low) AS "lowTime", min(r.time) FILTER (WHERE r.value = b.high) AS "highTime"
  FROM readings r JOIN buckets b ON b.series_id = r.series_id AND b.bucket = ${BUCKET}
  WHERE ${IN_SPAN} AND (r.value = b.low OR r.value = b.high)
  GROUP BY b.series_id, b.bucket, b.low, b.high`;
for (const p of [2, 100, 4999]) {
  const w = Math.ceil((5000 * 977) / Math.floor(p / 2));
  const params = [[s], new Date(START), new Date(START + 5000 * 977), w / 1000];
  const t = performance.now();
  await db.query(EXTREMES, params);
  console.log(p, performance.now() - t);
  console.log((await db.query('explain analyze ' + EXTREMES, params)).map((r) => r['QUERY PLAN']).join('\n'));
}
await close();
