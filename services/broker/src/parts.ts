import type { Clock } from '@hawser/core';
import {
  AccountMeters,
  AccountThrottle,
  AppendGate,
  Authenticator,
  CredentialCache,
  EnvelopeWriter,
  LastMessages,
  LimitNotices,
  ReceivedCounter,
  ReceivedEvents,
} from '@hawser/intake';
import { RepeatGuard } from '@hawser/platform';
import { type AccountPolicy, isOpen } from '@hawser/storage';
import type { BrokerBounds, BrokerConfig, BrokerIntervals } from './config.ts';
import type { BrokerDeps } from './deps.ts';
import { Intake } from './intake/intake.ts';
import { createBrokerMetrics } from './metrics.ts';
import { ConnectionSet } from './mqtt/connection-set.ts';
import { PresenceLease } from './presence/presence-lease.ts';
import { PresenceWriter } from './presence/presence-writer.ts';
import { SessionRegistry } from './session/session-registry.ts';
import { Refusals } from './support/refusals.ts';

export type BrokerParts = ReturnType<typeof createParts>;

/** Makes the parts of the broker and connects them; nothing runs yet. */
export function createParts(config: BrokerConfig, bounds: BrokerBounds, intervals: BrokerIntervals, deps: BrokerDeps) {
  const { appender, clock, live, log } = deps;
  const guard = new RepeatGuard(intervals.repeatLogMs, clock);
  const gate = new AppendGate({
    maxEntries: bounds.maxAppendsInFlight,
    maxBytes: bounds.maxAppendBytesInFlight,
    maxEntriesPerAccount: bounds.maxAppendsPerAccount,
  });
  const meters = new AccountMeters({ usage: deps.usage, clock, processes: config.intakeProcesses ?? 1 });
  const limitNotices = new LimitNotices(deps);
  const throttle = new AccountThrottle({ policies: deps.policies, meters, quotaHoldMs: bounds.quotaHoldMs });
  const connections = new ConnectionSet(bounds.maxConnections);
  const presence = new PresenceWriter(config, deps.presence, live, clock);
  const lease = new PresenceLease(config, deps.presence, clock, () => presence.writeAllAgain());
  const sessions = new SessionRegistry(clock, {
    opened: (session) => presence.opened(session),
    closed: (session) => {
      throttle.dismiss(session);
      gate.dismiss(session);
      presence.closed(session);
    },
  });
  const metrics = createBrokerMetrics(deps.metrics, {
    sessions: () => sessions.size,
    connections: () => connections.size,
    waitingMessages: () => gate.waiting,
    throttledMessages: () => throttle.waiting,
  });
  const refusals = new Refusals(metrics, guard, log, deps.denials);
  const counter = new ReceivedCounter(appender.shards, {
    reader: deps.reader,
    intakeLedger: deps.intakeLedger,
    countsReadBack: deps.countsReadBack ?? false,
    onUnreadable(id, error) {
      metrics.uncountable.inc();
      guard.warn('unreadable', (held) => log.error({ err: error, id, held }, 'A queue entry cannot be counted'));
    },
  });
  const lastMessages = new LastMessages(deps.presence);
  const receivedEvents = new ReceivedEvents(live);
  const totals = { received: 0 };
  const onAppended = (seconds: number): void => {
    metrics.append.observe(seconds);
    gate.appended(seconds);
  };
  const writer = new EnvelopeWriter({ appender, counter, onAppended });
  const intake = new Intake(config.serviceInstance ?? 'default', {
    writer,
    throttle,
    gate,
    metrics,
    log,
    guard,
    refusals,
    clock,
    onReceived({ agent }, receivedAt) {
      totals.received++;
      lastMessages.note(agent.id, receivedAt);
      receivedEvents.note(agent);
    },
  });
  const credentials = createCredentialCache(config, bounds, deps);
  const authenticator = new Authenticator(
    { denyTtlMs: config.denyCacheTtlMs },
    { cache: credentials, isOpen: async (account) => isOpenNow(await deps.policies.read(account), clock) },
  );
  /** Ends the connections of accounts that have expired or are being deleted. */
  const endClosed = (): void => sessions.disconnectClosed((account) => !isOpenNow(deps.policies.known(account), clock));
  return {
    authenticator,
    connections,
    counter,
    credentials,
    endClosed,
    gate,
    guard,
    intake,
    lastMessages,
    lease,
    limitNotices,
    log,
    meters,
    metrics,
    presence,
    receivedEvents,
    refusals,
    sessions,
    totals,
  };
}

/** Of an account that nothing is known about, the database decides elsewhere. */
function isOpenNow(policy: AccountPolicy | null, clock: Clock): boolean {
  return policy === null || isOpen(policy, clock());
}

function createCredentialCache(config: BrokerConfig, bounds: BrokerBounds, deps: BrokerDeps): CredentialCache {
  const cacheConfig = {
    allowTtlMs: config.authCacheTtlMs,
    denyTtlMs: config.denyCacheTtlMs,
    maxEntries: bounds.maxCachedCredentials,
    maxLookups: bounds.maxCredentialLookups,
    lookupTimeoutMs: bounds.credentialLookupTimeoutMs,
  };
  return new CredentialCache(cacheConfig, deps.credentials, deps.clock);
}
