/** A repeatable stream of chance: the same seed gives the same numbers. */
export interface Random {
  /** Evenly spread over [0, 1). */
  next(): number;
  /** Normally distributed around 0 with deviation 1. */
  gaussian(): number;
}

/**
 * Makes a generator with 32 bits of state (mulberry32 by Tommy Ettinger): enough for signals, not for secrets.
 *
 * @param seed - any integer
 */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { next, gaussian: () => gaussian(next) };
}

/** Box and Muller's transform; the logarithm's argument is kept above 0. */
function gaussian(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}
