import { connect, type MqttClient } from 'mqtt';
import { emptyTally, type SentTally } from '../accounting.ts';
import { SimulationError } from '../simulation-error.ts';
import type { AgentAccess } from './agent-access.ts';
import { Slots } from './slots.ts';

const RECONNECT_MS = 1_000;
/** A refused agent asks again more seldom: only an operator can change the answer. */
const REFUSED_RECONNECT_MS = 15_000;
const CONNECT_TIMEOUT_MS = 10_000;
const KEEPALIVE_SECONDS = 30;

/** Return codes of CONNACK, MQTT 3.1.1 section 3.2.2.3: bad user name or password, not authorised. */
const REFUSALS: readonly unknown[] = [4, 5];

export interface LinkOptions {
  /** Most messages on their way at the same time; the cloud tells a resend from 1,024 newer messages at most. */
  readonly maxInFlight: number;
  /** How long the first connection may take, in milliseconds. */
  readonly connectTimeoutMs: number;
}

/** One agent's MQTT connection. It comes back by itself and then resends what was not acknowledged, as it was. */
export class AgentLink {
  readonly tally: SentTally = emptyTally();
  readonly #client: MqttClient;
  readonly #topic: string;
  readonly #slots: Slots;
  #whenIdle: (() => void)[] = [];

  private constructor(client: MqttClient, access: AgentAccess, maxInFlight: number) {
    this.#client = client;
    this.#topic = `hawser/${access.account}/${access.name}/telemetry`;
    this.#slots = new Slots(maxInFlight);
  }

  /**
   * Connects for the first time.
   *
   * @throws SimulationError when the broker refuses the agent or cannot be reached in time
   */
  static async open(access: AgentAccess, options: LinkOptions): Promise<AgentLink> {
    const { url, clientId, username, password } = access.mqtt;
    const client = connect(url, {
      clientId,
      username,
      password,
      protocolVersion: 4,
      keepalive: KEEPALIVE_SECONDS,
      connectTimeout: CONNECT_TIMEOUT_MS,
      reconnectPeriod: RECONNECT_MS,
    });
    await firstConnection(client, access, options.connectTimeoutMs);
    keepConnected(client);
    return new AgentLink(client, access, options.maxInFlight);
  }

  /** Messages that were sent and not acknowledged yet. */
  get inFlight(): number {
    return this.tally.messages - this.tally.acknowledgedMessages;
  }

  /** Waits until one more message may be on its way. Each wait allows one `send`. */
  room(): Promise<void> {
    return this.#slots.take();
  }

  /** Publishes a message for which there is room. */
  send(payload: string, readings: number): void {
    this.tally.messages++;
    this.tally.readings += readings;
    // An error means that the connection was closed for good: the message stays counted as not acknowledged.
    this.#client.publish(this.#topic, payload, { qos: 1 }, (error) => {
      if (!error) this.#acknowledge(readings);
    });
  }

  /** Resolves when nothing is in flight. */
  async idle(): Promise<void> {
    if (this.inFlight > 0) await new Promise<void>((resolve) => this.#whenIdle.push(resolve));
  }

  async close(): Promise<void> {
    await this.#client.endAsync(this.inFlight > 0);
  }

  #acknowledge(readings: number): void {
    this.tally.acknowledgedMessages++;
    this.tally.acknowledgedReadings += readings;
    this.#slots.give();
    if (this.inFlight === 0) for (const resolve of this.#whenIdle.splice(0)) resolve();
  }
}

function firstConnection(client: MqttClient, access: AgentAccess, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let lastError = 'no answer';
    const fail = (why: string) => {
      clearTimeout(timer);
      client.end(true);
      reject(new SimulationError(`The agent ${access.name} cannot connect to ${access.mqtt.url}: ${why}`));
    };
    const timer = setTimeout(() => fail(lastError), timeoutMs);
    client.on('error', (error) => {
      lastError = error.message === '' ? String('code' in error ? error.code : error.name) : error.message;
      if (isRefusal(error)) fail(lastError);
    });
    client.once('connect', () => {
      clearTimeout(timer);
      client.removeAllListeners('error');
      resolve();
    });
  });
}

function keepConnected(client: MqttClient): void {
  client.on('connect', () => {
    client.options.reconnectPeriod = RECONNECT_MS;
  });
  client.on('error', (error) => {
    if (isRefusal(error)) client.options.reconnectPeriod = REFUSED_RECONNECT_MS;
  });
}

function isRefusal(error: Error): boolean {
  return 'code' in error && REFUSALS.includes(error.code);
}
