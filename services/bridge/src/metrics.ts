import { APPEND_BUCKETS_SECONDS } from '@hawser/intake';
import { addLevel, Counter, Histogram, type Metrics } from '@hawser/platform';

/** Levels that are read when somebody asks. */
export interface BridgeLevels {
  connectionsUp(): number;
  inFlight(): number;
  unacknowledged(): number;
  /** Messages and bytes that were set aside and wait. */
  asideMessages(): number;
  asideBytes(): number;
  /** Accounts of which something waits, and those of them that share a lane. */
  asideAccounts(): number;
  asideAccountsSharing(): number;
}

export type BridgeMetrics = ReturnType<typeof createBridgeMetrics>;

/** Registers what the bridge measures. Names and labels are part of the public interface. */
export function createBridgeMetrics(registry: Metrics, levels: BridgeLevels) {
  const registers = [registry];
  addLevel(registry, 'hawser_bridge_connections', 'Connections to the broker that are up.', levels.connectionsUp);
  addLevel(registry, 'hawser_bridge_in_flight_messages', 'Messages taken and not yet durable.', levels.inFlight);
  addLevel(
    registry,
    'hawser_bridge_unacknowledged_messages',
    'Messages that the broker sent and has no acknowledgement of.',
    levels.unacknowledged,
  );
  const { asideMessages, asideBytes, asideAccounts, asideAccountsSharing } = levels;
  addLevel(registry, 'hawser_bridge_aside_messages', 'Messages set aside that wait for their turn.', asideMessages);
  addLevel(registry, 'hawser_bridge_aside_bytes', 'Bytes of those messages on the disk.', asideBytes);
  addLevel(registry, 'hawser_bridge_aside_accounts', 'Accounts of which something was set aside.', asideAccounts);
  addLevel(
    registry,
    'hawser_bridge_aside_accounts_sharing',
    'Accounts that wait for each other, because there are fewer lanes than accounts above their limits.',
    asideAccountsSharing,
  );
  return {
    setAside: new Counter({
      name: 'hawser_bridge_set_aside_total',
      help: 'Messages of accounts above their limits that were set aside.',
      registers,
    }),
    turnedAway: new Counter({
      name: 'hawser_bridge_turned_away_total',
      help: 'Agents whose connections were ended because too much of their accounts was set aside.',
      registers,
    }),
    messages: new Counter({
      name: 'hawser_bridge_messages_total',
      help: "Messages taken from the broker: queued for their agent or as nobody's, or a status that only tells presence.",
      labelNames: ['outcome'],
      registers,
    }),
    redelivered: new Counter({
      name: 'hawser_bridge_redelivered_total',
      help: 'Messages that the broker sent again because it had no acknowledgement.',
      registers,
    }),
    lost: new Counter({
      name: 'hawser_bridge_connection_failures_total',
      help: 'Connections that were lost or could not be made.',
      registers,
    }),
    heldBack: new Counter({
      name: 'hawser_bridge_held_back_total',
      help: 'Times that nothing was read from the broker because too much was on its way.',
      registers,
    }),
    appendFailures: new Counter({
      name: 'hawser_bridge_append_failures_total',
      help: 'Appends that failed and were tried again.',
      registers,
    }),
    append: new Histogram({
      name: 'hawser_bridge_append_seconds',
      help: 'Time until a message is durable in the queue.',
      buckets: APPEND_BUCKETS_SECONDS,
      registers,
    }),
    uncountable: new Counter({
      name: 'hawser_bridge_uncountable_entries_total',
      help: 'Queue entries that could not be read while counting received messages.',
      registers,
    }),
  };
}
