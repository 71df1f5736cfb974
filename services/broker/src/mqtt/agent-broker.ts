import { Aedes, type AedesOptions, type Client, type PublishPacket, type Subscription } from 'aedes';

type Done = (error?: Error) => void;

/** The part of the MQTT library's store of session state that is used here. */
interface SessionStore {
  storeRetained(packet: PublishPacket): Promise<void>;
  /** Rejects when there is none. */
  incomingGetPacket(client: Client, packet: { messageId: number }): Promise<unknown>;
  addSubscriptions(client: Client, subscriptions: Subscription[]): Promise<void>;
}

/**
 * The MQTT library, without what is of no use here: what agents publish goes to the queue and nowhere else, so it is
 * neither matched against subscriptions nor kept for offline clients. Only retained messages are remembered.
 */
export class AgentBroker extends Aedes {
  /** Set by `listen`. */
  declare readonly persistence: SessionStore;

  static async start(options: AedesOptions, isGranted: (client: Client, filter: string) => boolean) {
    const broker = new AgentBroker(options);
    await broker.listen();
    storeGrantedOnly(broker.persistence, isGranted);
    return broker;
  }

  override publish(packet: PublishPacket, clientOrDone: Client | Done | null, done?: Done): void {
    if (clientOrDone === null || typeof clientOrDone === 'function') {
      super.publish(packet, clientOrDone ?? done ?? ignore);
      return;
    }
    if (packet.retain) this.persistence.storeRetained(packet).then(() => done?.(), done);
    else done?.();
  }

  /** Tells whether a QoS 2 message with this packet id was taken and waits for its PUBREL. */
  async isTaken(client: Client, messageId: number): Promise<boolean> {
    try {
      await this.persistence.incomingGetPacket(client, { messageId });
      return true;
    } catch {
      // The store says "no such packet" by rejecting.
      return false;
    }
  }
}

/** The library stores all filters of a packet as soon as one of them is granted, and would queue for the denied ones. */
function storeGrantedOnly(store: SessionStore, isGranted: (client: Client, filter: string) => boolean): void {
  const addSubscriptions = store.addSubscriptions.bind(store);
  store.addSubscriptions = (client, subscriptions) =>
    addSubscriptions(
      client,
      subscriptions.filter(({ topic }) => isGranted(client, topic)),
    );
}

function ignore(): void {}
