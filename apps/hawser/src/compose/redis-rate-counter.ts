import type { RateCounter } from '@hawser/api';
import { type RedisClient, Script } from '@hawser/queue/redis-streams';

/** One key, so it works on a cluster as well. A key that lost its expiry would lock a caller out for ever: it gets one. */
const HIT = new Script(`
local count = redis.call('INCR', KEYS[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  left = tonumber(ARGV[1])
end
return {count, left}
`);

/**
 * Counts for all processes together.
 *
 * @param tenantId - keeps installations that share a Redis apart
 * @returns a counter that fails when Redis does
 */
export function createRedisRateCounter(redis: RedisClient, tenantId: string): RateCounter {
  return {
    async hit(caller, windowMs) {
      const answer = await HIT.run(redis, [`tenant:${tenantId}:rate:${caller}`], [windowMs]);
      const [count, msLeft] = answer as readonly [number, number];
      return { count, msLeft };
    },
  };
}
