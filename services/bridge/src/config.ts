import type { UpkeepIntervals } from '@hawser/intake';

/** Bounds on what the bridge holds and asks for, so that it stays small whatever the broker has for it. */
export interface BridgeBounds {
  /** Connections to the broker, each with a session and a share of the messages of its own. */
  readonly connections: number;
  /**
   * Messages that the broker may send on one connection ahead of their acknowledgements, 1 to 65,535. A thousand over all
   * connections fill a group commit; more live long enough to be copied by the garbage collector, and cost a third more.
   */
  readonly receiveMaximum: number;
  /** Messages and bytes taken from the broker and not yet durable; above it nothing is read from the network. */
  readonly maxMessagesInFlight: number;
  readonly maxBytesInFlight: number;
  /** How long the broker keeps a session, and the messages waiting in it, for a bridge that is away. */
  readonly sessionExpirySeconds: number;
  readonly keepaliveSeconds: number;
  /** How long a connection may take from its first packet to the answered subscription. */
  readonly connectTimeoutMs: number;
  readonly reconnectFirstMs: number;
  readonly reconnectMaxMs: number;
  /** Owners of topics that are remembered. */
  readonly maxCachedOwners: number;
  /** How long it is remembered whose a topic is; a new, renamed or deleted agent shows after at most this long. */
  readonly ownerTtlMs: number;
  /** How long it is remembered that a topic is nobody's. */
  readonly nobodyTtlMs: number;
  readonly ownerLookupTimeoutMs: number;
  /** Bytes of an account set aside above which its agents are turned away at the broker, until half of it is gone. */
  readonly maxAsideBytesPerAccount: number;
  /** How long agents are turned away if no bridge says so again. */
  readonly holdMs: number;
  /** How long a stop waits for messages on their way into the queue. */
  readonly stopDeadlineMs: number;
}

export const DEFAULT_BOUNDS: BridgeBounds = Object.freeze({
  connections: 4,
  receiveMaximum: 250,
  maxMessagesInFlight: 10_000,
  maxBytesInFlight: 64 * 1024 * 1024,
  sessionExpirySeconds: 7 * 86_400,
  keepaliveSeconds: 30,
  connectTimeoutMs: 10_000,
  reconnectFirstMs: 200,
  reconnectMaxMs: 10_000,
  maxCachedOwners: 100_000,
  ownerTtlMs: 5_000,
  nobodyTtlMs: 1_000,
  ownerLookupTimeoutMs: 5_000,
  maxAsideBytesPerAccount: 64 * 1024 * 1024,
  holdMs: 15_000,
  stopDeadlineMs: 5_000,
});

/** How often things are done that need not be done at once. */
export interface BridgeIntervals extends UpkeepIntervals {
  /** Gathers changes of presence, so that a fleet that comes back costs few writes. */
  readonly presenceMs: number;
  /** Writes down what accounts have sent. */
  readonly accountsMs: number;
  /** Looks whether so much of an account is set aside that its agents have to be turned away. */
  readonly holdMs: number;
  /** Repeated warnings of one kind are held back for this long. */
  readonly repeatLogMs: number;
}

export const DEFAULT_INTERVALS: BridgeIntervals = Object.freeze({
  countMs: 1_000,
  presenceMs: 100,
  touchMs: 5_000,
  idleCatchUpMs: 10_000,
  accountsMs: 5_000,
  holdMs: 1_000,
  repeatLogMs: 10_000,
});

/** How the broker is recognised, and how the bridge proves itself to it. PEM texts. */
export interface BridgeTls {
  /** Authorities that may have signed the broker's certificate; those of the system when left out. */
  readonly ca?: string;
  /** The bridge's own certificate and its key, for brokers that ask for one. */
  readonly cert?: string;
  readonly key?: string;
  /** Name that the broker's certificate is for, when it is not the host of the URL. */
  readonly serverName?: string;
}

export interface BridgeConfig {
  /** `mqtt://host:port` or `mqtts://host:port`; ports 1883 and 8883 when left out. */
  readonly url: string;
  /**
   * Names this bridge to the broker, and with it its sessions. No two bridges that run may have the same one, and a
   * bridge must have the same one after a restart: what waits in a session reaches nobody else.
   */
  readonly name: string;
  /** Names the broker in the presence table; the same for every bridge of it. */
  readonly broker: string;
  readonly username?: string;
  readonly password?: string;
  readonly tls?: BridgeTls;
  /** Bridges of one group share the messages; default `hawser-bridge`. */
  readonly shareGroup?: string;
  /** Copy of the messaging service that this bridge belongs to; `default` when left out. */
  readonly serviceInstance?: string;
  /** When no bridge has renewed it for this long, the agents behind the broker are taken for offline. */
  readonly leaseMs: number;
  /** Processes that take messages in, each of which grants its share of a rate; one when left out. */
  readonly intakeProcesses?: number;
  readonly bounds?: Partial<BridgeBounds>;
  readonly intervals?: Partial<BridgeIntervals>;
}
