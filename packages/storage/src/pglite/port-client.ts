import type { MessagePort } from 'node:worker_threads';
import { DatabaseUnavailableError } from '../sql-error.ts';
import type { Reply, Request } from './messages.ts';

type WithoutId<Message> = Message extends { readonly id: number } ? Omit<Message, 'id'> : never;

interface Waiting {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
}

/** Pairs requests to the database thread with their replies. */
export class PortClient {
  readonly #port: MessagePort;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #closed = false;

  constructor(port: MessagePort) {
    this.#port = port;
    port.on('message', (reply: Reply) => this.#settle(reply));
    port.on('close', () => this.#lose());
    // The thread may end while nothing is asked; an open request keeps it alive.
    port.unref();
  }

  /**
   * Asks and waits for the reply.
   *
   * @throws DatabaseUnavailableError when the database thread refused, or ended before it answered
   */
  ask(request: WithoutId<Request>): Promise<Reply> {
    if (this.#closed) return Promise.reject(new DatabaseUnavailableError('The database is closed.'));
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#port.ref();
      this.#port.postMessage({ ...request, id }, transferable(request));
    });
  }

  close(): void {
    this.#port.close();
    this.#lose();
  }

  #settle(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    if (waiting === undefined) return;
    this.#waiting.delete(reply.id);
    if (this.#waiting.size === 0) this.#port.unref();
    if (reply.type === 'unavailable') waiting.reject(new DatabaseUnavailableError(reply.reason));
    else waiting.resolve(reply);
  }

  #lose(): void {
    this.#closed = true;
    for (const { reject } of this.#waiting.values()) {
      reject(new DatabaseUnavailableError('The database was closed before it answered.'));
    }
    this.#waiting.clear();
  }
}

/** COPY data changes hands without a copy, unless its buffer holds more than the data. */
function transferable(request: WithoutId<Request>): ArrayBuffer[] {
  if (request.type !== 'run' || request.copy === null) return [];
  const { buffer, byteLength } = request.copy;
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];
}
