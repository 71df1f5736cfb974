import type { Envelope } from '@hawser/contracts/streams';
import {
  AccountMeters,
  EnvelopeWriter,
  LastMessages,
  LimitNotices,
  ReceivedCounter,
  ReceivedEvents,
} from '@hawser/intake';
import { RepeatGuard } from '@hawser/platform';
import { SetAside } from './aside/set-aside.ts';
import { TurnAway } from './aside/turn-away.ts';
import { BrokerLinks } from './broker-links.ts';
import type { BridgeBounds, BridgeConfig, BridgeIntervals } from './config.ts';
import type { BridgeDeps } from './deps.ts';
import { durably } from './intake/durably.ts';
import { FlowControl } from './intake/flow-control.ts';
import { Intake } from './intake/intake.ts';
import { OwnerDirectory } from './intake/owner-directory.ts';
import { createBridgeMetrics } from './metrics.ts';
import { Outage } from './outage.ts';
import { StatusWatcher } from './presence/status-watcher.ts';

/**
 * Makes the parts of the bridge and connects them; nothing runs yet.
 *
 * @throws Error when the broker's URL is not one
 */
export function createParts(config: BridgeConfig, bounds: BridgeBounds, intervals: BridgeIntervals, deps: BridgeDeps) {
  const { appender, clock, log, live } = deps;
  const guard = new RepeatGuard(intervals.repeatLogMs, clock);
  const flow = new FlowControl(
    { maxMessages: bounds.maxMessagesInFlight, maxBytes: bounds.maxBytesInFlight },
    (isHeld) => {
      if (isHeld) metrics.heldBack.inc();
      links.hold(isHeld);
    },
  );
  const metrics = createBridgeMetrics(deps.metrics, {
    connectionsUp: () => links.sharesUp,
    inFlight: () => flow.messages,
    unacknowledged: () => links.unacknowledged,
    asideMessages: () => aside.messages,
    asideBytes: () => aside.bytes,
    asideAccounts: () => aside.accounts,
    asideAccountsSharing: () => aside.accountsSharing,
  });
  const counter = new ReceivedCounter(appender.shards, {
    reader: deps.reader,
    intakeLedger: deps.intakeLedger,
    countsReadBack: deps.countsReadBack ?? false,
    onUnreadable(id, error) {
      metrics.uncountable.inc();
      guard.warn('unreadable', (held) => log.error({ err: error, id, held }, 'A queue entry cannot be counted'));
    },
  });
  const directory = createDirectory(bounds, deps);
  const lastMessages = new LastMessages(deps.presence);
  const receivedEvents = new ReceivedEvents(live);
  const totals = { received: 0 };
  const meters = new AccountMeters({ usage: deps.usage, clock, processes: config.intakeProcesses ?? 1 });
  const limitNotices = new LimitNotices(deps);
  const appendOutage = new Outage(
    (err) => log.error({ err }, 'The queue does not take messages; they are kept and tried again'),
    (failures) => log.info({ failures }, 'The queue takes messages again'),
  );
  const stopping = new AbortController();
  const failures = {
    onAppendError(error: unknown) {
      metrics.appendFailures.inc();
      appendOutage.failed(error);
    },
    onAppendRecovered: () => appendOutage.over(),
    stopping: stopping.signal,
  };
  const writer = new EnvelopeWriter({ appender, counter, onAppended: (seconds) => metrics.append.observe(seconds) });
  const append = (envelope: Envelope) => durably(() => writer.append(envelope), failures);
  const aside = new SetAside(bounds.maxAsideBytesPerAccount, {
    ...deps,
    meters,
    moveOn: (peek, record) => durably(() => writer.appendRecord(peek, record), failures),
    guard,
  });
  const turnAway = new TurnAway(config, bounds, { ...deps, aside, metrics, guard });
  const intake = new Intake(config.serviceInstance ?? 'default', {
    append,
    aside,
    putAside: (envelope) => durably(() => aside.put(envelope), failures),
    directory,
    flow,
    metrics,
    clock,
    onReceived(agent, receivedAt) {
      totals.received++;
      lastMessages.note(agent.id, receivedAt);
      receivedEvents.note(agent);
    },
  });
  const watcher = new StatusWatcher(config, { ...deps, directory });
  const brokerOutage = createBrokerOutage(config, deps);
  const links = new BrokerLinks(config, bounds, {
    onMessage: (packet, done) => intake.take(packet, done),
    onRedelivered: () => metrics.redelivered.inc(),
    onStatus: (packet) => watcher.hear(packet),
    onUp: () => brokerOutage.over(),
    onDown(error) {
      metrics.lost.inc();
      brokerOutage.failed(error);
    },
  });
  return {
    appendOutage,
    aside,
    counter,
    directory,
    flow,
    guard,
    intake,
    lastMessages,
    limitNotices,
    links,
    log,
    meters,
    metrics,
    receivedEvents,
    stopping,
    totals,
    turnAway,
    watcher,
  };
}

function createDirectory(bounds: BridgeBounds, { owners, clock, log }: BridgeDeps): OwnerDirectory {
  const outage = new Outage(
    (err) => log.error({ err }, 'It cannot be found out whose topics are whose; messages of agents not seen yet wait'),
    (failures) => log.info({ failures }, 'It can be found out again whose topics are whose'),
  );
  return new OwnerDirectory(
    {
      maxEntries: bounds.maxCachedOwners,
      ttlMs: bounds.ownerTtlMs,
      nobodyTtlMs: bounds.nobodyTtlMs,
      lookupTimeoutMs: bounds.ownerLookupTimeoutMs,
    },
    { owners, clock, onError: (error) => outage.failed(error), onAnswered: () => outage.over() },
  );
}

/** One for all connections, which fail and come back together. */
function createBrokerOutage({ url }: BridgeConfig, { log }: BridgeDeps): Outage {
  return new Outage(
    (err) => log.error({ err, url }, 'The broker cannot be used; it is tried again until it can'),
    (failures) => log.info({ url, failures }, 'The broker is connected'),
  );
}
