import { describe, expect, it } from 'vitest';
import { parseRedisAddress } from './connection-settings.ts';

describe('address of Redis', () => {
  it('names one server, with defaults for what is left out', () => {
    expect(parseRedisAddress('redis://cache')).toEqual({
      topology: { kind: 'single', node: { host: 'cache', port: 6379 } },
      tls: false,
      username: null,
      password: null,
      database: 0,
    });
    expect(parseRedisAddress('rediss://hawser:p%40ss%3A@[::1]:7000/3')).toEqual({
      topology: { kind: 'single', node: { host: '::1', port: 7000 } },
      tls: true,
      username: 'hawser',
      password: 'p@ss:',
      database: 3,
    });
    expect(parseRedisAddress('redis://:secret@cache')).toMatchObject({ username: null, password: 'secret' });
  });

  it('names the master behind Sentinels', () => {
    expect(parseRedisAddress('redis+sentinel://a:1,b/main/2')).toMatchObject({
      topology: {
        kind: 'sentinel',
        nodes: [
          { host: 'a', port: 1 },
          { host: 'b', port: 26379 },
        ],
        master: 'main',
      },
      database: 2,
    });
  });

  it('names the nodes of a cluster', () => {
    expect(parseRedisAddress('rediss+cluster://u:p@a:1,b:2')).toMatchObject({
      topology: { kind: 'cluster', nodes: [{ host: 'a' }, { host: 'b' }] },
      tls: true,
    });
  });

  it.each([
    ['http://cache', 'does not look like'],
    ['redis://a:1,b:2', 'redis+sentinel://'],
    ['redis+sentinel://a:1', 'name of the master'],
    ['redis+cluster://a:1/4', 'no numbered databases'],
    ['redis://cache:99999', 'not host:port'],
    ['redis://cache/first', 'not the number'],
    ['redis://secret@cache', 'user:password'],
    ['redis://u:%E0%A4%A@cache', 'percent-encoded'],
  ])('refuses %s and says why', (text, reason) => {
    expect(() => parseRedisAddress(text)).toThrow(reason);
  });
});
