import { type RedisServer, startRedis } from '@hawser/testkit';
import { afterAll, beforeAll } from 'vitest';
import { describeQueueConformance } from '../conformance.ts';
import { directQueueUnderTest } from '../testing/streams-under-test.ts';

let server: RedisServer;

beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());

describeQueueConformance('Redis Streams', (options) => directQueueUnderTest({ url: server.url }, options));
