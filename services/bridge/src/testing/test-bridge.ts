import type { AccountId } from '@hawser/core';
import {
  MemoryCrossings,
  MemoryLedger,
  MemoryLive,
  MemoryPolicies,
  MemoryQueue,
  MemoryUsage,
  makeAgent,
  type TestAgent,
} from '@hawser/intake/testing';
import { createMetrics, silentLogger } from '@hawser/platform';
import { LaneLog } from '@hawser/queue/lanes';
import type { AgentStatus } from '@hawser/storage';
import { tempDir, waitFor } from '@hawser/testkit';
import { type BridgeRole, createBridgeRole } from '../bridge-role.ts';
import type { BridgeBounds, BridgeConfig } from '../config.ts';
import type { BridgeDeps } from '../deps.ts';
import { MemoryOwners } from './memory-owners.ts';

/** Everything is quick, so that tests wait for what happens and not for the clock. */
const INTERVALS = {
  countMs: 10,
  presenceMs: 5,
  touchMs: 10,
  idleCatchUpMs: 20,
  accountsMs: 20,
  holdMs: 20,
  repeatLogMs: 1_000,
};
const BOUNDS = { reconnectFirstMs: 20, reconnectMaxMs: 100, connectTimeoutMs: 5_000, stopDeadlineMs: 5_000 };

export interface TestBridge {
  readonly role: BridgeRole;
  readonly queue: MemoryQueue;
  readonly owners: MemoryOwners;
  readonly ledger: MemoryLedger;
  readonly live: MemoryLive;
  readonly policies: MemoryPolicies;
  readonly crossings: MemoryCrossings;
  /** Accounts whose agents were to be turned away. */
  readonly held: Set<AccountId>;
  /** Statuses written, in order. */
  readonly statuses: AgentStatus[];
  /** Names of the brokers whose lease was renewed. */
  readonly renewals: string[];
  metric(name: string): Promise<number>;
  addAgent(name: string, accountName?: string): TestAgent;
  /** Payloads of everything in the queue, as text. */
  payloads(): string[];
  /** Resolves when every connection is up. */
  up(): Promise<void>;
}

export function openTestLanes(dir: string, lanes = 8): Promise<LaneLog> {
  const onCorruption = (report: unknown): never => {
    throw new Error('The lanes are damaged', { cause: report });
  };
  return LaneLog.open({ dir, lanes, maxBytes: 1e9 }, { onCorruption, log: silentLogger() });
}

/** Starts a bridge on stores in memory. */
export function startTestBridge(
  config: Pick<BridgeConfig, 'url'> &
    Partial<Omit<BridgeConfig, 'bounds'>> & { readonly bounds?: Partial<BridgeBounds> },
  overrides: Partial<BridgeDeps> = {},
): TestBridge {
  const [queue, owners, ledger, live] = [new MemoryQueue(), new MemoryOwners(), new MemoryLedger(), new MemoryLive()];
  const [policies, crossings, held] = [new MemoryPolicies(), new MemoryCrossings(), new Set<AccountId>()];
  const statuses: AgentStatus[] = [];
  const renewals: string[] = [];
  const metrics = createMetrics();
  const deps: BridgeDeps = {
    appender: queue,
    reader: queue,
    intakeLedger: ledger,
    owners,
    usage: new MemoryUsage(),
    crossings,
    policies,
    openLanes: async () => openTestLanes(await tempDir('aside')),
    holds: {
      async hold(accounts) {
        for (const account of accounts) held.add(account);
      },
    },
    statuses: {
      async note(_broker, noted) {
        statuses.push(...noted);
        return [];
      },
    },
    presence: {
      renew: async (broker) => void renewals.push(broker),
      expire: async () => [],
      touch: async () => undefined,
    },
    live,
    log: silentLogger(),
    metrics,
    clock: Date.now,
    ...overrides,
  };
  const bounds = { ...BOUNDS, ...config.bounds };
  const role = createBridgeRole(
    { name: 'bridge', broker: 'mosquitto', leaseMs: 30_000, intervals: INTERVALS, ...config, bounds },
    deps,
  );
  const starting = role.start();
  return {
    role,
    queue,
    owners,
    ledger,
    live,
    policies,
    crossings,
    held,
    statuses,
    renewals,
    async metric(name) {
      const values = (await metrics.getMetricsAsJSON()).find((each) => each.name === name)?.values ?? [];
      return values.reduce((sum, { value }) => sum + value, 0);
    },
    addAgent(name, accountName) {
      const agent = makeAgent(name, accountName);
      owners.agents.push(agent);
      return agent;
    },
    payloads: () => queue.envelopes().map(({ payload }) => Buffer.from(payload).toString()),
    async up() {
      await starting;
      await waitFor(() => role.readiness().broker, { what: 'the bridge to be connected' });
    },
  };
}
