import type { Random } from '../signals/random.ts';
import { createCounter, createNoise, dailyCycle, round } from '../signals/shapes.ts';
import type { SimulatedDevice } from './device.ts';

const HYSTERESIS = 4;

/** A boiler whose burner keeps the water between two temperatures while the house draws heat. */
export function createBoiler(random: Random, name: string): SimulatedDevice {
  const noise = createNoise(random, 1, 20_000);
  const gas = createCounter(random.next() * 5_000);
  let water = 62;
  let isBurning = false;
  let last: number | undefined;
  return {
    name,
    metrics: 6,
    scan(time) {
      const minutes = Math.min(5, Math.max(0, time - (last ?? time)) / 60_000);
      last = time;
      const setPoint = dailyCycle({ mean: 62, amplitude: 4, peakHour: 6 }, time);
      const draw = dailyCycle({ mean: 1.2, amplitude: 0.8, peakHour: 19 }, time);
      water = Math.min(95, Math.max(20, water + minutes * ((isBurning ? 4 : 0) - draw)));
      if (water < setPoint - HYSTERESIS) isBurning = true;
      if (water > setPoint + HYSTERESIS) isBurning = false;
      return [
        { metric: 'burner', value: isBurning, time },
        { metric: 'set_point', value: round(setPoint, 1), unit: 'C', time },
        { metric: 'supply_temperature', value: round(water + noise(time) * 0.15, 2), unit: 'C', time },
        { metric: 'return_temperature', value: round(water - 12 - draw * 3, 2), unit: 'C', time },
        { metric: 'pressure', value: round(1.5 + (water - 60) * 0.006, 3), unit: 'bar', time },
        { metric: 'gas', value: round(gas(time, isBurning ? 2.4 : 0), 3), unit: 'm3', time },
      ];
    },
  };
}
