import type { Writable } from 'node:stream';

/** What the status line shows; rates are per second. */
export interface Status {
  readonly agentsOnline: number;
  readonly receivedPerSecond: number;
  readonly storedPerSecond: number;
  readonly rejected: number;
  readonly queued: number;
}

interface StatusLineOptions {
  readonly output: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly sample: () => Status;
  /** On a terminal the line is redrawn this often; elsewhere a plain line is written this often. */
  readonly redrawMs: number;
  readonly plainMs: number;
}

const ERASE_LINE = '\r\x1b[2K';

/** Keeps one line at the bottom of the terminal up to date, or writes plain lines where there is no terminal. */
export class StatusLine {
  readonly #options: StatusLineOptions;
  readonly #live: boolean;
  #timer: NodeJS.Timeout | undefined;
  #drawn = false;

  constructor(options: StatusLineOptions) {
    this.#options = options;
    this.#live = options.output.isTTY === true;
  }

  start(): void {
    this.#draw();
    this.#timer = setInterval(() => this.#draw(), this.#live ? this.#options.redrawMs : this.#options.plainMs);
    this.#timer.unref();
  }

  /** Writes a line of its own above the status line. */
  print(text: string): void {
    this.interrupt(() => this.#options.output.write(`${text}\n`));
  }

  /** Takes the line away while something else is written to the same terminal; it comes back with the next redraw. */
  interrupt(write: () => void): void {
    this.#erase();
    write();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#erase();
  }

  #draw(): void {
    const text = formatStatus(this.#options.sample());
    if (!this.#live) {
      this.#options.output.write(`${text}\n`);
      return;
    }
    const width = this.#options.output.columns ?? 80;
    this.#options.output.write(`${ERASE_LINE}${text.slice(0, width - 1)}`);
    this.#drawn = true;
  }

  #erase(): void {
    if (this.#drawn) this.#options.output.write(ERASE_LINE);
    this.#drawn = false;
  }
}

const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const TENTHS = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** One line, for example `5 agents online · received 25/s · stored 125/s · rejected 0 · queued 0`. */
export function formatStatus(status: Status): string {
  const rate = (value: number) => (value < 10 ? TENTHS : WHOLE).format(value);
  return [
    `${WHOLE.format(status.agentsOnline)} agent${status.agentsOnline === 1 ? '' : 's'} online`,
    `received ${rate(status.receivedPerSecond)} messages/s`,
    `stored ${rate(status.storedPerSecond)} readings/s`,
    `rejected ${WHOLE.format(status.rejected)}`,
    `queued ${WHOLE.format(status.queued)}`,
  ].join(' · ');
}
