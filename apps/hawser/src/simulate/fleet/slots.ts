/** A bounded number of places; who finds none free waits for one, first come first served. */
export class Slots {
  #free: number;
  #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  async take(): Promise<void> {
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  give(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free++;
    else next();
  }
}

/**
 * Works on all items, on at most `width` of them at the same time, and keeps the order of the results. A failure is
 * thrown when all of them are finished.
 */
export async function mapLimited<Item, Result>(
  items: readonly Item[],
  width: number,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const slots = new Slots(width);
  const outcomes = await Promise.allSettled(
    items.map(async (item, index) => {
      await slots.take();
      return work(item, index).finally(() => slots.give());
    }),
  );
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}
