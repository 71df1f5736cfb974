import { startRedisSentinel, waitFor } from '@hawser/testkit';
import { expect, it } from 'vitest';
import { expectStored, Load, openStage } from '../testing/journal-under-test.ts';

it('goes on after a fail-over, and sends again what the new master does not have', async () => {
  const sentinel = await startRedisSentinel();
  const stage = await openStage({ url: sentinel.url });
  const journal = await stage.openJournal();
  stage.ingestion.start();
  const load = new Load(journal.appender, 'a', 16_000);
  await waitFor(() => stage.ingestion.texts.length > 2_000);
  // The replica stops to follow while the master still takes messages: they are lost with the master.
  sentinel.replica.child.signal('SIGSTOP');
  const seen = stage.ingestion.texts.length;
  await waitFor(() => stage.ingestion.texts.length > seen + 1_000);
  await sentinel.master.child.stop('SIGKILL');
  sentinel.replica.child.signal('SIGCONT');
  await load.done;
  await expectStored(stage.ingestion, load.acknowledged);
  expect(load.acknowledged).toHaveLength(16_000);
  await stage.close();
  await sentinel.stop();
});
