const FAILURE = /(?:FATAL|PANIC):\s+(.*)$/;
const KEPT_LINES = 20;

/** The last lines of PostgreSQL's own log, for saying why it gave up. */
export class ServerLog {
  readonly #lines: string[] = [];

  take(line: string): boolean {
    this.#lines.push(line);
    if (this.#lines.length > KEPT_LINES) this.#lines.shift();
    return false;
  }

  /** Text of the last FATAL or PANIC, with its detail when there is one; null when there was none. */
  lastFailure(): string | null {
    const at = this.#lines.findLastIndex((line) => FAILURE.test(line));
    const reason = this.#lines[at]?.match(FAILURE)?.[1];
    if (reason === undefined) return null;
    const detail = this.#lines[at + 1]?.match(/DETAIL:\s+(.*)$/)?.[1];
    return detail === undefined ? reason : `${reason}: ${detail}`;
  }
}
