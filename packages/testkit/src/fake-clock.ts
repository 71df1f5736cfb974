/** A clock that stands still until the test moves it. Calling it gives the time, as `Clock` of the core wants it. */
export interface FakeClock {
  (): number;
  advance(ms: number): void;
  set(time: number): void;
}

/** @param start - first time, in milliseconds since the Unix epoch */
export function createFakeClock(start = Date.UTC(2025, 0, 15, 12)): FakeClock {
  let now = start;
  return Object.assign(() => now, {
    advance(ms: number) {
      now += ms;
    },
    set(time: number) {
      now = time;
    },
  });
}
