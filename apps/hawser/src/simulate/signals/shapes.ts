import type { Random } from './random.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

export interface DailyCycle {
  readonly mean: number;
  /** Half the distance between the lowest and the highest value of a day. */
  readonly amplitude: number;
  /** Hour of the day, in UTC, at which the value is highest. */
  readonly peakHour: number;
}

/** A sine with a period of one day. */
export function dailyCycle({ mean, amplitude, peakHour }: DailyCycle, time: number): number {
  return mean + amplitude * Math.cos((2 * Math.PI * (time - peakHour * HOUR_MS)) / DAY_MS);
}

/** A value that depends on the time and on what came before; times must not go back. */
export type Signal<Value> = (time: number) => Value;

/**
 * Noise with a memory, as real sensors have it: an Ornstein–Uhlenbeck process around 0.
 *
 * @param deviation - standard deviation in the long run
 * @param memoryMs - time after which about a third of a deflection is left
 */
export function createNoise(random: Random, deviation: number, memoryMs: number): Signal<number> {
  let last: number | undefined;
  let value = random.gaussian() * deviation;
  return (time) => {
    const kept = Math.exp(-Math.max(0, time - (last ?? time)) / memoryMs);
    value = value * kept + random.gaussian() * deviation * Math.sqrt(1 - kept * kept);
    last = time;
    return value;
  };
}

/**
 * Stays at one of some levels for a while and then takes another one.
 *
 * @param holdMs - mean time between two changes
 */
export function createSteps<Level>(
  random: Random,
  levels: readonly [Level, ...Level[]],
  holdMs: number,
): Signal<Level> {
  let level = pick(random, levels);
  let until = Number.NEGATIVE_INFINITY;
  return (time) => {
    if (time >= until) {
      level = pick(random, levels);
      until = time + waitingTime(random, holdMs);
    }
    return level;
  };
}

/**
 * Says during which times a sensor is silent.
 *
 * @param everyMs - mean time between the end of one drop-out and the next one
 * @param lastsMs - mean length of a drop-out
 */
export function createDropOuts(random: Random, everyMs: number, lastsMs: number): Signal<boolean> {
  let isOut = true;
  let until = Number.NEGATIVE_INFINITY;
  return (time) => {
    if (time >= until) {
      isOut = !isOut;
      until = time + waitingTime(random, isOut ? lastsMs : everyMs);
    }
    return isOut;
  };
}

/** Sums a rate per hour up, as meters do: never falls. */
export function createCounter(start: number): (time: number, ratePerHour: number) => number {
  let last: number | undefined;
  let total = start;
  return (time, ratePerHour) => {
    total += (Math.max(0, ratePerHour) * Math.max(0, time - (last ?? time))) / HOUR_MS;
    last = time;
    return total;
  };
}

/** Rounds as an instrument's display does. */
export function round(value: number, decimals: number): number {
  const factor = 10 ** decimals;
  return Math.round(value * factor) / factor;
}

/** Exponentially distributed, as waiting times of independent events are. */
function waitingTime(random: Random, meanMs: number): number {
  return -Math.log(1 - random.next()) * meanMs;
}

function pick<Level>(random: Random, levels: readonly [Level, ...Level[]]): Level {
  return levels[Math.floor(random.next() * levels.length)] ?? levels[0];
}
