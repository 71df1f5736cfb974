import type { Random } from '../signals/random.ts';
import { createCounter, createDropOuts, createNoise, createSteps, round } from '../signals/shapes.ts';
import type { SimulatedDevice } from './device.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A pump that runs at changing speeds; flow, pressure, heat and vibration follow its speed. */
export function createPump(random: Random, name: string): SimulatedDevice {
  const speed = createSteps(random, [0, 900, 1_450, 1_450, 2_900], 10 * MINUTE_MS);
  const wobble = createNoise(random, 1, 5_000);
  const hours = createCounter(random.next() * 20_000);
  const isVibrationSensorOut = createDropOuts(random, HOUR_MS, 2 * MINUTE_MS);
  let heat = 25;
  return {
    name,
    metrics: 7,
    scan(time) {
      const target = speed(time);
      const share = target / 2_900;
      const noise = wobble(time);
      heat += (25 + share * 45 - heat) * 0.05;
      const readings = [
        { metric: 'running', value: target > 0, time },
        { metric: 'state', value: stateOf(target), time },
        { metric: 'speed', value: target === 0 ? 0 : round(target + noise * 4, 0), unit: 'rpm', time },
        { metric: 'flow', value: round(Math.max(0, share * 42 + share * noise), 2), unit: 'm3/h', time },
        { metric: 'temperature', value: round(heat + noise * 0.2, 1), unit: 'C', time },
        { metric: 'operating_hours', value: round(hours(time, target > 0 ? 1 : 0), 3), unit: 'h', time },
      ];
      if (isVibrationSensorOut(time)) return readings;
      return [
        ...readings,
        { metric: 'vibration', value: round(0.3 + share * 2.5 + Math.abs(noise) * 0.2, 3), unit: 'mm/s', time },
      ];
    },
  };
}

function stateOf(speed: number): string {
  if (speed === 0) return 'stopped';
  return speed > 2_000 ? 'boost' : 'running';
}
