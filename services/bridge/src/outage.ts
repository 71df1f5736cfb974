/** Tells of an outage once when it begins and once when it is over, however many tries fail in between. */
export class Outage {
  readonly #onBegin: (error: unknown) => void;
  readonly #onEnd: (failures: number) => void;
  #failures = 0;

  constructor(onBegin: (error: unknown) => void, onEnd: (failures: number) => void) {
    this.#onBegin = onBegin;
    this.#onEnd = onEnd;
  }

  get isOn(): boolean {
    return this.#failures > 0;
  }

  failed(error: unknown): void {
    if (this.#failures++ === 0) this.#onBegin(error);
  }

  over(): void {
    const failures = this.#failures;
    this.#failures = 0;
    if (failures > 0) this.#onEnd(failures);
  }
}
