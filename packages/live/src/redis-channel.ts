import type { TextChannel } from '@hawser/platform';
import { type LiveBusClients, listen } from './bus.ts';

/** Texts by Redis pub/sub, between the processes of one installation. */
export function createRedisChannel({ publisher, subscriber }: LiveBusClients, name: string): TextChannel {
  return {
    async publish(text) {
      await publisher.publish(name, text);
    },
    listen: (take, onListening) => listen(subscriber, name, take, onListening),
  };
}
