import { silentLogger } from '@hawser/platform';
import { freePort } from '@hawser/testkit';
import { expect, it } from 'vitest';
import { awaitConnection, connectRedis, disconnectRedis } from './connect.ts';

it('lets every shard of a large queue wait for the connection without a warning of a leak', async () => {
  const warnings: Error[] = [];
  const onWarning = (warning: Error): void => void warnings.push(warning);
  process.on('warning', onWarning);
  const client = connectRedis({ url: `redis://127.0.0.1:${await freePort()}` }, 'hawser:test', silentLogger());
  const waiting = await Promise.allSettled(Array.from({ length: 64 }, () => awaitConnection(client)));
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', onWarning);
  expect(waiting.every(({ status }) => status === 'rejected')).toBe(true);
  expect(warnings).toEqual([]);
  disconnectRedis(client);
});
