import { startPglite } from '../start.ts';

// Started by a test that kills it: says of each row that it was stored.
const pglite = await startPglite({ dataDir: process.argv[2] ?? null });
for (let id = 2; ; id++) {
  await pglite.database.query('INSERT INTO items VALUES ($1)', [id]);
  process.stdout.write(`row ${id}\n`);
}
