import type { Random } from '../signals/random.ts';
import { createCounter, createNoise, createSteps, dailyCycle, round } from '../signals/shapes.ts';
import type { SimulatedDevice } from './device.ts';

/** A three-phase energy meter: a daily load, machines that switch on and off, and a register that counts up. */
export function createMeter(random: Random, name: string): SimulatedDevice {
  const machines = createSteps(random, [0, 2.2, 4.4, 7.5], 4 * 60_000);
  const flicker = createNoise(random, 1, 3_000);
  const energy = createCounter(random.next() * 100_000);
  return {
    name,
    metrics: 6,
    scan(time) {
      const wobble = flicker(time);
      const load = dailyCycle({ mean: 6, amplitude: 3.5, peakHour: 11 }, time);
      const power = Math.max(0.2, load + machines(time) + wobble * 0.15);
      const voltage = 231 - power * 0.12 + wobble * 0.4;
      return [
        { metric: 'power', value: round(power, 3), unit: 'kW', time },
        { metric: 'voltage', value: round(voltage, 1), unit: 'V', time },
        { metric: 'current', value: round((power * 1_000) / (voltage * 3), 2), unit: 'A', time },
        { metric: 'frequency', value: round(50 + wobble * 0.01, 3), unit: 'Hz', time },
        { metric: 'power_factor', value: round(Math.min(1, 0.93 + wobble * 0.01), 3), time },
        { metric: 'energy', value: round(energy(time, power), 3), unit: 'kWh', time },
      ];
    },
  };
}
