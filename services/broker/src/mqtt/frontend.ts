import type { Duplex } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { withDeadline } from '@hawser/platform';
import type { Client } from 'aedes';
import type { BrokerBounds, BrokerConfig } from '../config.ts';
import type { BrokerParts } from '../parts.ts';
import { AgentBroker } from './agent-broker.ts';
import { guardConnection } from './guard-connection.ts';
import { MqttHandlers } from './handlers.ts';
import type { Gatekeeper, Listener } from './listener.ts';
import { listenTcp } from './tcp-listener.ts';
import { listenWs } from './ws-listener.ts';

/** Room for the topic and the packet id of a publish. */
const MAX_VARIABLE_HEADER_BYTES = 64 * 1024 + 4;

/** The listeners, and the MQTT library behind them. */
export class Frontend {
  readonly #config: BrokerConfig;
  readonly #bounds: BrokerBounds;
  readonly #parts: BrokerParts;
  #listeners: Listener[] = [];
  #broker: AgentBroker | null = null;
  #isStopping = false;

  constructor(config: BrokerConfig, bounds: BrokerBounds, parts: BrokerParts) {
    this.#config = config;
    this.#bounds = bounds;
    this.#parts = parts;
  }

  /** @throws Error when a port cannot be listened on; call `close` then as well */
  async open(): Promise<{ mqttPort: number; wsPort: number }> {
    const broker = await this.#startBroker();
    this.#broker = broker;
    const gatekeeper = this.#gatekeeper(broker);
    const { host, mqttPort, wsPort } = this.#config;
    const tcp = await listenTcp(host, mqttPort, gatekeeper);
    this.#listeners.push(tcp);
    const { connectTimeoutMs, maxConnections } = this.#bounds;
    const maxFrameBytes = this.#maxPacketBytes() + MAX_VARIABLE_HEADER_BYTES;
    const ws = await listenWs({ host, port: wsPort, maxFrameBytes, connectTimeoutMs, maxConnections }, gatekeeper);
    this.#listeners.push(ws);
    return { mqttPort: tcp.port, wsPort: ws.port };
  }

  /**
   * Takes no more connections and messages, waits for the appends under way so that they are acknowledged, and ends the
   * connections; the wills they leave are queued.
   */
  async close(): Promise<void> {
    this.#isStopping = true;
    const listenersClosed = Promise.all(this.#listeners.map((listener) => listener.close()));
    this.#parts.intake.stopAccepting();
    await this.#finishAppends();
    // The acknowledgements of the last appends are written in the turn after them.
    await nextTurn();
    await this.#closeBroker();
    this.#parts.connections.destroyAll();
    await listenersClosed;
    await this.#finishAppends();
  }

  async #startBroker(): Promise<AgentBroker> {
    const { bounds, parts } = { bounds: this.#bounds, parts: this.#parts };
    const handlers = new MqttHandlers({
      ...parts,
      bounds,
      isTaken: async (client, messageId) => (await this.#broker?.isTaken(client, messageId)) ?? false,
      isStopping: () => this.#isStopping,
      onRepeated: () => parts.metrics.messages.inc({ dialect: 'any', outcome: 'repeated' }),
    });
    const options = { ...libraryOptions(this.#config, bounds), ...handlers.options() };
    const broker = await AgentBroker.start(options, (client, filter) => handlers.isGranted(client, filter));
    broker.on('clientReady', (client) => handlers.ready(client));
    broker.on('unsubscribe', (filters, client) => handlers.unsubscribed(client, filters));
    broker.on('clientError', (client, error) => this.#logEnd(client, error));
    broker.on('connectionError', (client, error) => this.#logEnd(client, error));
    return broker;
  }

  #gatekeeper(broker: AgentBroker): Gatekeeper {
    const { connections, refusals } = this.#parts;
    return {
      mayEnter() {
        if (connections.isFull) refusals.tooManyConnections();
        return !connections.isFull;
      },
      accept: (connection) => this.#accept(broker, connection),
      failed: (error) => refusals.listener(error),
    };
  }

  #accept(broker: AgentBroker, connection: Duplex): void {
    const { connections, gate, refusals } = this.#parts;
    connections.add(connection);
    const readBytes = () => (gate.isContended ? this.#bounds.maxContendedReadBytes : null);
    guardConnection(connection, this.#maxPacketBytes(), readBytes, (problem) => refusals.packet(problem));
    broker.handle(connection);
  }

  #maxPacketBytes(): number {
    return this.#config.limits.maxPayloadBytes * this.#bounds.hardPayloadFactor + MAX_VARIABLE_HEADER_BYTES;
  }

  async #finishAppends(): Promise<void> {
    const { gate, log } = this.#parts;
    try {
      await withDeadline(gate.idle(), this.#bounds.stopDeadlineMs, 'The queue did not finish in time');
    } catch (error) {
      log.warn({ err: error, appends: gate.inFlight }, 'Messages stay unacknowledged because the queue is not done');
    }
  }

  #closeBroker(): Promise<void> {
    const broker = this.#broker;
    if (broker === null) return Promise.resolve();
    return new Promise((resolve) => broker.close(() => resolve()));
  }

  #logEnd(client: Client, error: Error): void {
    this.#parts.log.debug({ client: client.id, err: error }, 'A connection ended with an error');
  }
}

function libraryOptions(config: BrokerConfig, bounds: BrokerBounds) {
  return {
    id: config.brokerId,
    connectTimeout: bounds.connectTimeoutMs,
    drainTimeout: bounds.drainTimeoutMs,
    queueLimit: bounds.maxQueuedPackets,
    maxInflightInbound: bounds.maxQos2PerSession,
    // MQTT 3.1 allowed 23 characters; the ids of agents are longer.
    maxClientsIdLength: 36,
  };
}
