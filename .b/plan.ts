import { createMaintenance, createReadingsRepository } from '@hawser/storage';
import { startMemoryPglite, testDatabase } from '@hawser/testkit';
import { readingOf, telemetryFixture } from '../packages/storage/src/readings/testing/telemetry-fixture.ts';

for (const open of [startMemoryPglite, testDatabase]) {
  const { database: db, close } = await open();
  const f = await telemetryFixture(db);
  const ids = [];
  for (let i = 0; i < 20; i++) ids.push(await f.addSeries('m' + i));
  const START = Date.UTC(2024, 4, 1, 0);
  const N = 20000;
  const m = createMaintenance(db),
    r = createReadingsRepository(db);
  let t = performance.now();
  for (let k = 0; k < 15; k++)
    await f.commit(
      Array.from({ length: N }, (_, i) =>
        readingOf(ids[i % 20]!, START + Math.floor((k * N + i) / 20) * 6000, Math.sin(i)),
      ),
    );
  console.log('300k committed', performance.now() - t);
  const span = { from: START, to: START + ((15 * N) / 20) * 6000 };
  console.log('span days', (span.to - span.from) / 86400000);
  const ask = async (label: string) => {
    for (const resolution of ['auto', 'raw', '1m', '1h'] as const)
      for (const points of [1000, 50000]) {
        t = performance.now();
        const a = await r.query({ accountId: f.accountId, seriesIds: [ids[0]!], ...span, points, resolution });
        console.log(
          label,
          resolution,
          points,
          a[0]!.resolution,
          a[0]!.points.length,
          (performance.now() - t).toFixed(0) + 'ms',
        );
      }
    t = performance.now();
    const a = await r.query({ accountId: f.accountId, ...span, points: 1000, resolution: 'auto' });
    console.log(label, 'all 20 series', a.length, (performance.now() - t).toFixed(0) + 'ms');
  };
  await ask('dirty');
  t = performance.now();
  let n = 0,
    c = 0;
  for (;;) {
    const k = await m.rollUp(Date.now(), 1000);
    n += k;
    c++;
    if (k === 0) break;
  }
  console.log('rolled', n, 'in', c, performance.now() - t);
  await ask('clean');
  await close();
}
process.exit(0);
