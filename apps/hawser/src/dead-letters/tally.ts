import type { ProgressStream } from '../simulate/progress.ts';

const REDRAW_MS = 200;
const LINE_EVERY_MS = 5_000;
const ERASE_LINE = '\r\x1b[2K';

/** Counts outcomes and shows them as they come: one line on a terminal, plain lines elsewhere. */
export class Tally<Outcome extends string> {
  readonly #counts: Map<Outcome, number>;
  readonly #stream: ProgressStream;
  readonly #clock: () => number;
  #shownAt: number;

  /** @param outcomes - all there are, in the order in which they are shown */
  constructor(outcomes: readonly Outcome[], stream: ProgressStream, clock: () => number) {
    this.#counts = new Map(outcomes.map((outcome) => [outcome, 0]));
    this.#stream = stream;
    this.#clock = clock;
    this.#shownAt = clock();
  }

  add(outcome: Outcome): void {
    this.#counts.set(outcome, this.of(outcome) + 1);
    const live = this.#stream.isTTY === true;
    if (this.#clock() - this.#shownAt < (live ? REDRAW_MS : LINE_EVERY_MS)) return;
    this.#shownAt = this.#clock();
    this.#stream.write(live ? `${ERASE_LINE}${this.text()}` : `${this.text()}\n`);
  }

  of(outcome: Outcome): number {
    return this.#counts.get(outcome) ?? 0;
  }

  /** Takes the line of progress away. */
  stop(): void {
    if (this.#stream.isTTY === true) this.#stream.write(ERASE_LINE);
  }

  /** For example `12 stored, 1 refused`; outcomes that did not happen are left out, but for the first. */
  text(): string {
    const [first, ...others] = this.#counts;
    const shown = [...(first === undefined ? [] : [first]), ...others.filter(([, count]) => count > 0)];
    return shown.map(([outcome, count]) => `${count.toLocaleString('en')} ${outcome}`).join(', ');
  }
}
