import { waitFor } from '@hawser/testkit';
import { ledgerTotals } from './databases.ts';
import { type LoadedAgent, type LoadPlan, loadAgents } from './load.ts';
import { ACCOUNT, type ScaleSystem } from './scale-system.ts';

export const AGENTS = 8;
const TIMEOUT_MS = 90_000;

export interface FleetPlan extends Omit<LoadPlan, 'account'> {
  /** Agents are named after it, so that each run has agents of its own. */
  readonly name: string;
}

type Totals = Awaited<ReturnType<typeof ledgerTotals>>;

/** Agents that are connected to the broker of a system with everything encoded that they are going to send. */
export class Fleet {
  readonly messages: number;
  readonly readings: number;
  readonly #system: ScaleSystem;
  readonly #agents: readonly LoadedAgent[];
  readonly #before: Totals;
  #sent = 0;

  private constructor(system: ScaleSystem, agents: readonly LoadedAgent[], plan: FleetPlan, before: Totals) {
    this.#system = system;
    this.#agents = agents;
    this.messages = AGENTS * plan.messagesPerAgent;
    this.readings = this.messages * plan.readingsPerMessage;
    this.#before = before;
  }

  static async connect(system: ScaleSystem, plan: FleetPlan): Promise<Fleet> {
    const names = Array.from({ length: AGENTS }, (_, at) => `${plan.name}-${at + 1}`);
    const agents = await Promise.all(names.map((name) => system.api.createAgent(ACCOUNT, name)));
    const loaded = await loadAgents(system, agents, { ...plan, account: ACCOUNT });
    return new Fleet(system, loaded, plan, await ledgerTotals(system.database));
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
    await waitFor(areAllStored, { timeoutMs: TIMEOUT_MS, intervalMs: 100, what: `${this.#sent} stored messages` });
  }

  /** Waits until all of it lies in Redis: only then does intake count it as received. */
  async awaitForwarded(): Promise<void> {
    const areAllReceived = async () =>
      (await ledgerTotals(this.#system.database)).received - this.#before.received >= this.#sent;
    await waitFor(areAllReceived, { timeoutMs: TIMEOUT_MS, intervalMs: 100, what: `${this.#sent} received messages` });
  }

  /** Messages of this fleet that the ledger has as stored. */
  async storedMessages(): Promise<number> {
    return (await ledgerTotals(this.#system.database)).stored - this.#before.stored;
  }

  /**
   * Waits until the ledger balances with nothing on its way.
   *
   * @returns messages that were acknowledged and are not stored: lost when above 0, doubled when below
   */
  async missing(): Promise<number> {
    const ledger = await this.#system.api.settledLedger(ACCOUNT, this.#before.received + this.#sent, TIMEOUT_MS);
    return this.#sent - (ledger.total.messages.stored - this.#before.stored);
  }

  async close(): Promise<void> {
    await Promise.all(this.#agents.map(({ publisher }) => publisher.close()));
  }
}
