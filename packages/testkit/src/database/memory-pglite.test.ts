import { expect, it } from 'vitest';
import { startMemoryPglite } from './memory-pglite.ts';

it('starts a migrated PGlite in a thread', async () => {
  const pglite = await startMemoryPglite();
  expect(await pglite.database.query('SELECT count(*)::int AS count FROM agents')).toEqual([{ count: 0 }]);
  await pglite.close();
});
