import type { SettingValues } from '@hawser/platform';
import type { RedisConnectionConfig } from '@hawser/queue/redis-streams';
import type { redis } from '../up/scale-settings.ts';

/** How to connect to Redis; null when there is none. */
export function redisConnection(settings: SettingValues<typeof redis>): RedisConnectionConfig | null {
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
