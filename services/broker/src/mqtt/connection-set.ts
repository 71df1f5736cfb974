import type { Duplex } from 'node:stream';

/** The open connections of all listeners, at most so many. */
export class ConnectionSet {
  readonly #limit: number;
  readonly #open = new Set<Duplex>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#open.size;
  }

  get isFull(): boolean {
    return this.#open.size >= this.#limit;
  }

  add(connection: Duplex): void {
    this.#open.add(connection);
    connection.once('close', () => this.#open.delete(connection));
  }

  destroyAll(): void {
    for (const connection of this.#open) connection.destroy();
  }
}
