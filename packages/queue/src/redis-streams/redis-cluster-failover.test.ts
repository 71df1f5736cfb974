import { randomUUID } from 'node:crypto';
import { type RedisCluster, startRedisCluster, waitFor } from '@hawser/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectStored, Load, openStage } from '../testing/journal-under-test.ts';
import { connected } from '../testing/streams-under-test.ts';
import { disconnectRedis } from './connect.ts';
import { streamKey } from './keys.ts';

/** Of 16,384, those that the first node has. */
const SLOTS_OF_FIRST = 5_461;

let cluster: RedisCluster;

beforeAll(async () => {
  cluster = await startRedisCluster({ replica: true });
});
afterAll(() => cluster.stop());

/** A tenant whose stream lies on the first node. */
async function tenantOnFirst(): Promise<string> {
  const client = await connected({ url: cluster.url });
  try {
    for (;;) {
      const tenantId = randomUUID();
      const slot = await client.cluster('KEYSLOT', streamKey({ tenantId, serviceInstance: null }, 0));
      if (slot < SLOTS_OF_FIRST) return tenantId;
    }
  } finally {
    disconnectRedis(client);
  }
}

it('loses nothing and doubles nothing when a master of a cluster is killed and its replica takes its place', async () => {
  const stage = await openStage({ url: cluster.url }, { tenantId: await tenantOnFirst() });
  stage.ingestion.start();
  const journal = await stage.openJournal();
  const load = new Load(journal.appender, 'a', 8_000);
  await waitFor(() => stage.ingestion.texts.length >= 1_000, { timeoutMs: 30_000, what: 'some to be stored' });
  await cluster.nodes[0]?.child.stop('SIGKILL');
  await load.done;
  expect(load.acknowledged).toHaveLength(8_000);
  await expectStored(stage.ingestion, load.acknowledged);
  await stage.close();
}, 120_000);
