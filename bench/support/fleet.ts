import type { Ledger } from '../../acceptance/support/api.ts';
import { waitFor } from '@hawser/testkit';
import { type LoadedAgent, type LoadPlan, loadAgents } from './load.ts';
import { ACCOUNT, type ScaleSystem } from './scale-system.ts';

const AGENTS = 8;
const LEDGER_PATH = `/v1/${ACCOUNT}/ledger?from=2020-01-01T00:00:00Z`;
const TIMEOUT_MS = 180_000;

export interface FleetPlan extends Omit<LoadPlan, 'account'> {
  /** Agents are named after it, so that each run has agents of its own. */
  readonly name: string;
}

/** Agents that are connected to the broker of a system with everything encoded that they are going to send. */
export class Fleet {
  readonly messages: number;
  readonly readings: number;
  readonly #system: ScaleSystem;
  readonly #agents: readonly LoadedAgent[];
  readonly #storedBefore: number;
  #sent = 0;

  private constructor(system: ScaleSystem, agents: readonly LoadedAgent[], plan: FleetPlan, storedBefore: number) {
    this.#system = system;
    this.#agents = agents;
    this.messages = AGENTS * plan.messagesPerAgent;
    this.readings = this.messages * plan.readingsPerMessage;
    this.#storedBefore = storedBefore;
  }

  static async connect(system: ScaleSystem, plan: FleetPlan): Promise<Fleet> {
    const names = Array.from({ length: AGENTS }, (_, at) => `${plan.name}-${at + 1}`);
    const agents = await Promise.all(names.map((name) => system.api.createAgent(ACCOUNT, name)));
    const loaded = await loadAgents(system, agents, { ...plan, account: ACCOUNT });
    return new Fleet(system, loaded, plan, (await ledgerOf(system))?.total.messages.stored ?? 0);
  }

  /** Messages that the broker has acknowledged. */
  get acknowledged(): number {
    return this.#agents.reduce((sum, { publisher }) => sum + publisher.acknowledged, 0);
  }

  /** Sends everything as fast as it is acknowledged. */
  async publish(): Promise<void> {
    await Promise.all(this.#agents.map(({ publisher, packets }) => publisher.publish(packets)));
    this.#sent = this.acknowledged;
  }

  /** Sends `perSecond` messages in a second, until everything is sent or `isOver`. */
  async publishEvenly(perSecond: number, isOver?: () => boolean): Promise<void> {
    const each = perSecond / AGENTS;
    await Promise.all(this.#agents.map(({ publisher, packets }) => publisher.publishEvenly(packets, each, isOver)));
    this.#sent = this.acknowledged;
  }

  /** Waits until the ledger says that all of it is stored. */
  async awaitStored(): Promise<void> {
    const areAllStored = async () => (await this.storedMessages()) >= this.#sent;
    await waitFor(areAllStored, { timeoutMs: TIMEOUT_MS, intervalMs: 50, what: `${this.#sent} stored messages` });
  }

  /** Messages of this fleet that the ledger has as stored; -1 while it does not answer. */
  async storedMessages(): Promise<number> {
    const ledger = await ledgerOf(this.#system);
    return ledger === null ? -1 : ledger.total.messages.stored - this.#storedBefore;
  }

  /**
   * Waits until the ledger balances with nothing on its way.
   *
   * @returns messages that were acknowledged and are not stored: lost when above 0, doubled when below
   */
  async missing(): Promise<number> {
    const ledger = await this.#system.api.settledLedger(ACCOUNT, this.#storedBefore + this.#sent, TIMEOUT_MS);
    return this.#sent - (ledger.total.messages.stored - this.#storedBefore);
  }

  async close(): Promise<void> {
    await Promise.all(this.#agents.map(({ publisher }) => publisher.close()));
  }
}

/** Null while the database is away. */
async function ledgerOf({ api }: ScaleSystem): Promise<Ledger | null> {
  const response = await api.send('GET', LEDGER_PATH);
  if (response.ok) return (await response.json()) as Ledger;
  if (response.status < 500) throw new Error(`The ledger answered ${response.status}: ${await response.text()}`);
  await response.body?.cancel();
  return null;
}
