import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '@hawser/testkit';
import type { MqttClient } from 'mqtt';
import { expect } from 'vitest';
import type { Api, NewAgent } from './api.ts';

/** As fast as it is acknowledged. */
const FULL_SPEED = { inFlight: 50, pauseMs: 1 };
/** Some hundred messages a second. */
const STEADY = { inFlight: 10, pauseMs: 20 };
/** Half of what one query may answer, so that a doubled reading would show. */
const WINDOW = 50_000;

/**
 * One agent's own book: which numbers it sent and which were acknowledged. Each message carries one reading whose value
 * is a number never used before, so that a lost or doubled message shows.
 */
export class BookKeepingAgent {
  readonly account: string;
  readonly agent: NewAgent;
  readonly resends: boolean;
  readonly acknowledged = new Set<number>();
  readonly unacknowledged = new Set<number>();
  /** Time of the reading with number 0. */
  readonly start = Date.now() - 3_600_000;
  #next = 1;
  #running = false;

  constructor(account: string, agent: NewAgent, resends: boolean) {
    this.account = account;
    this.agent = agent;
    this.resends = resends;
  }

  get sent(): number {
    return this.#next - 1;
  }

  /** Publishes until the connection breaks; an agent that resends first repeats what was never acknowledged. */
  async run(client: MqttClient, speed: 'full' | 'steady' = 'full'): Promise<void> {
    const { inFlight, pauseMs } = speed === 'full' ? FULL_SPEED : STEADY;
    this.#running = true;
    client.on('error', () => undefined);
    client.on('close', () => {
      this.#running = false;
    });
    if (this.resends) for (const number of [...this.unacknowledged]) this.#publish(client, number);
    while (this.#running) {
      while (this.#running && this.#pending < inFlight) this.#publish(client, this.#next++);
      await sleep(pauseMs);
    }
    this.#pending = 0;
  }

  /** Ends the connection without waiting for what is under way; `run` resolves then. */
  hangUp(client: MqttClient): void {
    this.#running = false;
    client.end(true);
  }

  #pending = 0;

  #publish(client: MqttClient, number: number): void {
    this.unacknowledged.add(number);
    this.#pending++;
    client.publish(
      `hawser/${this.account}/${this.agent.name}/telemetry`,
      this.#payload(number),
      { qos: 1 },
      (error) => {
        this.#pending--;
        if (error) return;
        this.unacknowledged.delete(number);
        this.acknowledged.add(number);
      },
    );
  }

  #payload(number: number): string {
    const id = this.resends ? { id: { epoch: 1, seq: number } } : {};
    return JSON.stringify({ ...id, ts: this.start + number, readings: [{ m: 'n', v: number }] });
  }
}

/**
 * Compares what the agents know to be acknowledged with what the product gives back.
 *
 * @returns number of acknowledged messages
 * @throws an assertion error that names what is lost, or how much is doubled
 */
export async function checkBooks(api: Api, agents: readonly BookKeepingAgent[]): Promise<number> {
  let acknowledged = 0;
  for (const agent of agents) {
    const stored = await storedNumbers(api, agent);
    const distinct = new Set(stored);
    const lost = [...agent.acknowledged].filter((number) => !distinct.has(number));
    expect({ agent: agent.agent.name, lost, doubled: stored.length - distinct.size }).toEqual({
      agent: agent.agent.name,
      lost: [],
      doubled: 0,
    });
    expect(stored.length).toBeLessThanOrEqual(agent.sent);
    acknowledged += agent.acknowledged.size;
  }
  return acknowledged;
}

/** Waits until everything that the agents know to be acknowledged can be asked for. */
export async function arrival(api: Api, agents: readonly BookKeepingAgent[], timeoutMs: number): Promise<void> {
  for (const agent of agents) {
    const isThere = async (): Promise<boolean> => {
      const stored = new Set(await storedNumbers(api, agent));
      return [...agent.acknowledged].every((number) => stored.has(number));
    };
    await waitFor(isThere, { timeoutMs, intervalMs: 300, what: `everything of ${agent.agent.name}` });
  }
}

/** Each number lies a millisecond after the one before, so a window of time is a window of numbers. */
async function storedNumbers(api: Api, agent: BookKeepingAgent): Promise<number[]> {
  const found: number[] = [];
  for (let from = 0; from <= agent.sent; from += WINDOW) {
    const span = { from: agent.start + from, to: agent.start + from + WINDOW, resolution: 'raw', points: 2 * WINDOW };
    const [series] = await api.readings(agent.account, { agent: agent.agent.name, metric: 'n', ...span });
    for (const [, value] of series?.points ?? []) found.push(Number(value));
  }
  return found;
}
