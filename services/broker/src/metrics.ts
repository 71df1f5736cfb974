import { APPEND_BUCKETS_SECONDS } from '@hawser/intake';
import { addLevel, Counter, Histogram, type Metrics } from '@hawser/platform';

export type MessageOutcome = 'accepted' | 'denied' | 'failed' | 'repeated' | 'abandoned';

/** Levels that are read when somebody asks. */
export interface BrokerLevels {
  sessions(): number;
  connections(): number;
  waitingMessages(): number;
  throttledMessages(): number;
}

export type BrokerMetrics = ReturnType<typeof createBrokerMetrics>;

/** Registers what the broker measures. Names and labels are part of the public interface. */
export function createBrokerMetrics(registry: Metrics, levels: BrokerLevels) {
  const registers = [registry];
  addLevel(registry, 'hawser_broker_sessions', 'Agents connected over MQTT.', levels.sessions);
  addLevel(registry, 'hawser_broker_connections', 'Open MQTT connections.', levels.connections);
  addLevel(
    registry,
    'hawser_broker_waiting_messages',
    'Messages held back because the queue takes no more.',
    levels.waitingMessages,
  );
  addLevel(
    registry,
    'hawser_broker_throttled_messages',
    'Messages held back because their account sends more than it may.',
    levels.throttledMessages,
  );
  return {
    auth: new Counter({
      name: 'hawser_broker_auth_total',
      help: 'Decisions about connections.',
      labelNames: ['result'],
      registers,
    }),
    messages: new Counter({
      name: 'hawser_broker_messages_total',
      help: 'Messages published by agents.',
      labelNames: ['dialect', 'outcome'],
      registers,
    }),
    refused: new Counter({
      name: 'hawser_broker_refused_total',
      help: 'Connections, publishes and subscriptions that were refused, by reason.',
      labelNames: ['reason'],
      registers,
    }),
    append: new Histogram({
      name: 'hawser_broker_append_seconds',
      help: 'Time until a message is durable in the queue.',
      buckets: APPEND_BUCKETS_SECONDS,
      registers,
    }),
    uncountable: new Counter({
      name: 'hawser_broker_uncountable_entries_total',
      help: 'Queue entries that could not be read while counting received messages.',
      registers,
    }),
  };
}
