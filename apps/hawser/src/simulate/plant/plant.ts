import { createRandom } from '../signals/random.ts';
import { createBoiler } from './boiler.ts';
import type { SimulatedDevice } from './device.ts';
import { createMeter } from './meter.ts';
import { createPump } from './pump.ts';
import { createWeather } from './weather.ts';

/**
 * Makes the devices behind one agent: a pump, a boiler, a weather station and an energy meter.
 *
 * @param seed - the same seed gives the same plant
 */
export function createPlant(seed: number): SimulatedDevice[] {
  const random = createRandom(seed);
  return [
    createPump(random, 'pump-1'),
    createBoiler(random, 'boiler-1'),
    createWeather(random, 'weather'),
    createMeter(random, 'meter'),
  ];
}
