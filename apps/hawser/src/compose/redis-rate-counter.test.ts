import { randomUUID } from 'node:crypto';
import { createLocalRateCounter, createResilientRateCounter } from '@hawser/api';
import { createLogger, silentLogger } from '@hawser/platform';
import { connectRedis, disconnectRedis } from '@hawser/queue/redis-streams';
import { createFakeClock, startRedis, waitFor } from '@hawser/testkit';
import { expect, it, onTestFinished } from 'vitest';
import { createRedisRateCounter } from './redis-rate-counter.ts';

const MINUTE_MS = 60_000;

it('counts for all processes in Redis, and in each alone while Redis is gone', async () => {
  const redis = await startRedis();
  const tenant = randomUUID();
  const clock = createFakeClock();
  const lines: string[] = [];
  const log = createLogger({ level: 'info' }, { write: (line) => void lines.push(JSON.parse(line).msg) });
  const open = () => {
    const client = connectRedis(redis, 'test', silentLogger());
    onTestFinished(() => disconnectRedis(client));
    const shared = createRedisRateCounter(client, tenant);
    const local = createLocalRateCounter(clock);
    return createResilientRateCounter({ shared, local, clock, log });
  };
  const [one, other] = [open(), open()];
  expect(await one.hit('a', MINUTE_MS)).toMatchObject({ count: 1 });
  const second = await other.hit('a', MINUTE_MS);
  expect(second.count).toBe(2);
  expect(second.msLeft).toBeGreaterThan(0);
  expect(second.msLeft).toBeLessThanOrEqual(MINUTE_MS);

  await redis.stop();
  expect([(await one.hit('a', MINUTE_MS)).count, (await one.hit('a', MINUTE_MS)).count]).toEqual([1, 2]);
  expect(lines).toEqual(['Requests are counted by this process alone, because Redis fails']);

  const again = await startRedis({ port: redis.port, dataDir: redis.dataDir });
  onTestFinished(() => again.stop());
  await waitFor(async () => {
    clock.advance(5_000);
    await one.hit('b', MINUTE_MS);
    return lines.includes('Requests are counted in Redis again');
  });
});
