/** A list that keeps the newest `capacity` items and forgets the oldest. */
export interface RingBuffer<T> {
  push(item: T): void;
  /** Oldest first; a new array at every call. */
  toArray(): T[];
  clear(): void;
  readonly length: number;
}

/**
 * Creates a bounded buffer in which adding costs the same however full it is.
 * @param capacity most items kept, at least 1
 */
export function createRingBuffer<T>(capacity: number): RingBuffer<T> {
  if (!Number.isInteger(capacity) || capacity < 1) throw new RangeError('capacity must be a whole number above 0');
  let items: T[] = [];
  let next = 0;
  return {
    push(item) {
      items[next] = item;
      next = (next + 1) % capacity;
    },
    toArray: () => (items.length < capacity ? items.slice() : [...items.slice(next), ...items.slice(0, next)]),
    clear() {
      items = [];
      next = 0;
    },
    get length() {
      return items.length;
    },
  };
}
