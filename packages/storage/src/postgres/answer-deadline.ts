import type { ClientBase } from 'pg';

/**
 * Waits for a server's answers, but not for ever: a server that hangs, or whose network went away without a word, would
 * keep its caller waiting until the kernel gives the connection up, which may take hours. The connection is then
 * destroyed, and every answer that is still to come fails with it.
 */
export class AnswerDeadline {
  readonly #client: ClientBase;
  readonly #ms: number;
  /** Resolves when what was asked before is answered: only then does the server turn to the next question. */
  #turn: Promise<void> = Promise.resolve();

  /** @param ms - for one answer; 0 waits as long as it takes */
  constructor(client: ClientBase, ms: number) {
    this.#client = client;
    this.#ms = ms;
  }

  /**
   * Waits for the answer to what was just sent.
   *
   * @throws what `answer` throws
   */
  async on<Answer>(answer: Promise<Answer>): Promise<Answer> {
    if (this.#ms === 0) return answer;
    const before = this.#turn;
    // Whoever asked hears of a failure; the next in turn only has to know that it is over.
    this.#turn = answer.then(
      () => undefined,
      () => undefined,
    );
    await before;
    const timer = setTimeout(() => this.#destroy(), this.#ms);
    try {
      return await answer;
    } finally {
      clearTimeout(timer);
    }
  }

  /** `pg` has no public way to break a connection off: its `end` sends a farewell first, and waits. */
  #destroy(): void {
    const { connection } = this.#client as unknown as { connection: { stream: { destroy(error: Error): void } } };
    connection.stream.destroy(new Error(`the server has not answered for ${this.#ms} ms`));
  }
}
