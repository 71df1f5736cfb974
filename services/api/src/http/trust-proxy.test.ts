import fastify from 'fastify';
import { expect, it } from 'vitest';
import { type TrustProxy, trustOption } from './trust-proxy.ts';

it.each([
  [false, '127.0.0.1', 'http'],
  [true, '198.51.100.1', 'https'],
  [1, '203.0.113.9', 'https'],
  [2, '198.51.100.1', 'https'],
  [['127.0.0.0/8'], '203.0.113.9', 'https'],
  [['loopback', '203.0.113.0/24'], '198.51.100.1', 'https'],
  [['10.0.0.0/8'], '127.0.0.1', 'http'],
] as [TrustProxy, string, string][])('trusting %j, the caller is %s by %s', async (trust, address, protocol) => {
  const app = fastify({ trustProxy: trustOption(trust) });
  app.get('/', async (request) => ({ address: request.ip, protocol: request.protocol }));
  const headers = { 'x-forwarded-for': '198.51.100.1, 203.0.113.9', 'x-forwarded-proto': 'https' };
  expect((await app.inject({ url: '/', headers })).json()).toEqual({ address, protocol });
});
