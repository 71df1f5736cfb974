import type { MessagePort } from 'node:worker_threads';
import type { Engine } from './engine.ts';
import type { Reply, Request } from './messages.ts';
import { Turns } from './turns.ts';
import { encodeStatement, transactionStatus } from './wire.ts';

export interface SessionDeps {
  readonly engine: Engine;
  readonly turns: Turns;
  /**
   * Milliseconds without a statement after which a transaction is rolled back: it keeps everybody else waiting, so one
   * whose client hangs must not keep them for ever.
   */
  readonly silentTransactionMs: number;
}

/** Of one transaction; whoever sends statements without waiting sends a few. */
const MAX_STATEMENTS_WAITING = 1_000;

interface OpenTransaction {
  readonly id: number;
  readonly release: () => void;
  /** Its statements may come before those before them are answered; the engine takes one at a time. */
  readonly statements: Turns;
  silence: NodeJS.Timeout;
}

/** One client of the database thread: answers the requests that come through its port. */
export class Session {
  readonly #port: MessagePort;
  readonly #deps: SessionDeps;
  #transactions = 0;
  #open: OpenTransaction | null = null;
  #closed = false;

  constructor(port: MessagePort, deps: SessionDeps) {
    this.#port = port;
    this.#deps = deps;
  }

  /** Begins to listen. */
  start(onClosed: () => void): void {
    this.#port.on('message', (request: Request) => void this.#answer(request));
    this.#port.on('close', () => {
      this.#closed = true;
      void this.#rollBack().then(onClosed);
    });
  }

  /** Ends the open transaction, if there is one, and the connection. */
  async close(): Promise<void> {
    await this.#rollBack();
    this.#port.close();
  }

  async #answer(request: Request): Promise<void> {
    try {
      this.#reply(await this.#carryOut(request));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#reply({ type: 'unavailable', id: request.id, reason });
    }
  }

  #carryOut(request: Request): Promise<Reply> {
    if (request.type === 'begin') return this.#begin(request);
    if (request.type === 'end') return this.#end(request);
    return request.transaction === null ? this.#runAlone(request) : this.#runInTransaction(request);
  }

  async #runAlone({ id, wire, copy }: Extract<Request, { type: 'run' }>): Promise<Reply> {
    const release = await this.#deps.turns.take();
    try {
      const answer = await this.#deps.engine.run(wire, copy);
      if (transactionStatus(answer) === 'I') return { type: 'done', id, wire: answer };
      await this.#deps.engine.run(encodeStatement('ROLLBACK', []));
      throw new Error('A statement opened a transaction; it was rolled back. Use transaction() for that.');
    } finally {
      release();
    }
  }

  async #begin({ id, wire }: Extract<Request, { type: 'begin' }>): Promise<Reply> {
    const release = await this.#deps.turns.take();
    // The client may have gone while it waited for its turn; then nobody would ever end the transaction.
    if (this.#closed) {
      release();
      throw new Error('The connection is closed.');
    }
    const answer = await this.#deps.engine.run(wire).catch((error: unknown) => {
      release();
      throw error;
    });
    const transaction = ++this.#transactions;
    this.#open = {
      id: transaction,
      release,
      statements: new Turns(MAX_STATEMENTS_WAITING),
      silence: this.#expectStatement(),
    };
    return { type: 'began', id, transaction, wire: answer };
  }

  async #runInTransaction({ id, wire, copy, transaction }: Extract<Request, { type: 'run' }>): Promise<Reply> {
    const open = this.#current(transaction);
    clearTimeout(open.silence);
    open.silence = this.#expectStatement();
    return { type: 'done', id, wire: await this.#runInTurn(open, wire, copy) };
  }

  async #runInTurn({ statements }: OpenTransaction, wire: Uint8Array, copy: Uint8Array | null = null) {
    const release = await statements.take();
    try {
      return await this.#deps.engine.run(wire, copy);
    } finally {
      release();
    }
  }

  async #end({ id, transaction, commit }: Extract<Request, { type: 'end' }>): Promise<Reply> {
    const open = this.#current(transaction);
    return { type: 'done', id, wire: await this.#finish(open, commit ? 'COMMIT' : 'ROLLBACK') };
  }

  #current(transaction: number | null): OpenTransaction {
    if (this.#open !== null && this.#open.id === transaction) return this.#open;
    throw new Error('The transaction is over: it was ended, or rolled back because no statement came for too long.');
  }

  #expectStatement(): NodeJS.Timeout {
    return setTimeout(() => void this.#rollBack(), this.#deps.silentTransactionMs);
  }

  async #rollBack(): Promise<void> {
    if (this.#open !== null) await this.#finish(this.#open, 'ROLLBACK');
  }

  async #finish(open: OpenTransaction, statement: 'COMMIT' | 'ROLLBACK'): Promise<Uint8Array> {
    this.#open = null;
    clearTimeout(open.silence);
    try {
      return await this.#runInTurn(open, encodeStatement(statement, []));
    } finally {
      open.release();
    }
  }

  #reply(reply: Reply): void {
    if (reply.type === 'done' || reply.type === 'began')
      this.#port.postMessage(reply, [reply.wire.buffer as ArrayBuffer]);
    else this.#port.postMessage(reply);
  }
}
