/** One QoS 1 message from its arrival until it is acknowledged. */
interface Delivery {
  readonly packetId: number;
  isDurable: boolean;
}

/**
 * The messages of one session that are not acknowledged yet. Acknowledgements leave in the order of the messages
 * (MQTT 5 section 4.6), so one is sent when its message and all before it on the same connection are durable.
 *
 * What the broker sends again after a lost connection is recognised as long as it was never acknowledged: until then it
 * cannot have given the packet id to another message. What was acknowledged on a connection that was lost is not
 * recognised: the broker may have heard it and have used the id anew.
 */
export class AckWindow {
  readonly #open = new Map<number, Delivery>();
  #order: Delivery[] = [];
  /** Where the first delivery that is not acknowledged is in `order`. */
  #first = 0;

  /** Messages that came and are not acknowledged. */
  get size(): number {
    return this.#open.size;
  }

  /** A new connection begins. @param sessionPresent - the broker knows what it sent before, and sends it again */
  restart(sessionPresent: boolean): void {
    this.#order = [];
    this.#first = 0;
    if (!sessionPresent) this.#open.clear();
  }

  /**
   * Notes a message.
   *
   * @param isRepeat - the broker says that it sent it before
   * @returns what to give to `durable`; null when the very message is being appended already, or was
   */
  arrived(packetId: number, isRepeat: boolean): Delivery | null {
    const known = isRepeat ? this.#open.get(packetId) : undefined;
    const delivery = known ?? { packetId, isDurable: false };
    this.#order.push(delivery);
    if (known !== undefined) return null;
    this.#open.set(packetId, delivery);
    return delivery;
  }

  /** Notes that a message is durable. It may have come on an earlier connection. */
  durable(delivery: Delivery): void {
    delivery.isDurable = true;
  }

  /** Takes the packet ids that are to be acknowledged now, in order. */
  takeAcknowledgeable(): number[] {
    const ids: number[] = [];
    for (;;) {
      const delivery = this.#order[this.#first];
      if (delivery === undefined || !delivery.isDurable) break;
      this.#first++;
      ids.push(delivery.packetId);
      if (this.#open.get(delivery.packetId) === delivery) this.#open.delete(delivery.packetId);
    }
    this.#dropAcknowledged();
    return ids;
  }

  /** Cuts the acknowledged part off only when it is the larger one, so that the cost per message stays constant. */
  #dropAcknowledged(): void {
    if (this.#first * 2 < this.#order.length) return;
    this.#order.splice(0, this.#first);
    this.#first = 0;
  }
}
