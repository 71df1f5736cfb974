import { Upkeep } from '@hawser/intake';
import { withDeadline } from '@hawser/platform';
import { type BridgeConfig, DEFAULT_BOUNDS, DEFAULT_INTERVALS } from './config.ts';
import type { BridgeDeps } from './deps.ts';
import { createParts } from './parts.ts';

/** A lease is renewed this many times before it would run out. */
const RENEWALS_PER_LEASE = 3;

/** Takes what agents publish at a foreign broker into the queue. */
export interface BridgeRole {
  /**
   * Begins to connect, and keeps trying; the broker and the database need not be there yet.
   *
   * @throws Error when what an earlier run set aside cannot be read
   */
  start(): Promise<void>;
  /**
   * Takes no more messages, waits a while for those on their way, acknowledges them, and leaves. The sessions stay with
   * the broker, which keeps for them what comes meanwhile.
   */
  stop(): Promise<void>;
  /** True for each part that works now: every connection to the broker, and the queue. */
  readiness(): { readonly broker: boolean; readonly queue: boolean };
  stats(): BridgeStats;
}

export interface BridgeStats {
  /** Connections that are up and subscribed. */
  readonly connections: number;
  /** Messages of known agents made durable since the start. */
  readonly received: number;
  /** Messages taken and not yet durable. */
  readonly inFlight: number;
}

/**
 * Wires the bridge: several MQTT 5 sessions with one shared subscription each, acknowledged only when the message is
 * durable.
 *
 * A message that the broker sends again after its acknowledgement was lost is appended again: delivery is at least
 * once up to here, and message ids in the payload are what ingestion removes duplicates by.
 *
 * @throws Error when the broker's URL is not one
 */
export function createBridgeRole(config: BridgeConfig, deps: BridgeDeps): BridgeRole {
  const bounds = { ...DEFAULT_BOUNDS, ...config.bounds };
  const intervals = { ...DEFAULT_INTERVALS, ...config.intervals };
  const parts = createParts(config, bounds, intervals, deps);
  const { appendOutage, aside, directory, flow, limitNotices, links, log, meters, stopping, turnAway, watcher } = parts;
  async function tellUsage(): Promise<void> {
    await meters.refresh();
    await limitNotices.tell(meters.takeStandings());
  }
  const upkeep = new Upkeep(intervals, parts);
  const countUsage = { what: 'count what accounts use', work: tellUsage };
  const writePresence = { what: 'write presence', work: () => watcher.flush() };

  /** While the broker is away nobody knows who is online. */
  async function renewLease(): Promise<void> {
    if (links.hearsStatus) await watcher.renewLease();
  }

  async function finishAppends(): Promise<void> {
    try {
      await withDeadline(
        flow.idle(),
        bounds.stopDeadlineMs,
        'The messages on their way did not become durable in time',
      );
    } catch (err) {
      log.warn({ err, messages: flow.messages }, 'Messages are left to be sent again by the broker');
    }
  }

  return {
    async start() {
      await aside.start();
      upkeep.start([
        { ...writePresence, everyMs: intervals.presenceMs },
        { what: 'renew the presence lease', everyMs: config.leaseMs / RENEWALS_PER_LEASE, work: renewLease },
        { ...countUsage, everyMs: intervals.accountsMs },
        { what: 'turn agents away', everyMs: intervals.holdMs, work: () => turnAway.look() },
      ]);
      links.start();
    },
    async stop() {
      links.stopTaking();
      await finishAppends();
      stopping.abort();
      await aside.stop();
      await links.stop();
      directory.close();
      await upkeep.stop([writePresence, countUsage]);
    },
    readiness: () => ({ broker: links.areUp, queue: !appendOutage.isOn }),
    stats: () => ({
      connections: links.sharesUp,
      received: parts.totals.received,
      inFlight: flow.messages,
    }),
  };
}
