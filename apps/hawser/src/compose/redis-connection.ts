import type { RedisConnectionConfig } from '@hawser/queue/redis-streams';
import type { UpSettings } from '../up/settings.ts';

/** How to connect to Redis; null when there is none. */
export function redisConnection(settings: UpSettings): RedisConnectionConfig | null {
  const { redisUrl: url, redisUsername, redisPassword, redisCa, redisCert, redisKey } = settings;
  if (url === '') return null;
  return {
    url,
    ...(redisUsername === '' ? {} : { username: redisUsername }),
    ...(redisPassword === '' ? {} : { password: redisPassword }),
    tls: {
      ...(redisCa === '' ? {} : { ca: redisCa }),
      ...(redisCert === '' ? {} : { cert: redisCert }),
      ...(redisKey === '' ? {} : { key: redisKey }),
    },
  };
}
