import type { SimulatedReading } from '../message.ts';
import type { Random } from '../signals/random.ts';
import { createDropOuts, createNoise, createSteps, dailyCycle, round } from '../signals/shapes.ts';
import type { SimulatedDevice } from './device.ts';

const HOUR_MS = 3_600_000;

/** A weather station: slow daily cycles, gusts, showers, and a wind sensor that freezes now and then. */
export function createWeather(random: Random, name: string): SimulatedDevice {
  const warmth = createNoise(random, 2.5, 6 * HOUR_MS);
  const gust = createNoise(random, 1.8, 30_000);
  const pressure = createNoise(random, 9, 24 * HOUR_MS);
  const shower = createSteps(random, [0, 0, 0, 0.4, 3.2], HOUR_MS);
  const isWindFrozen = createDropOuts(random, 3 * HOUR_MS, 10 * 60_000);
  return {
    name,
    metrics: 6,
    scan(time) {
      const temperature = dailyCycle({ mean: 14, amplitude: 6, peakHour: 14 }, time) + warmth(time);
      const rain = shower(time);
      const sun = Math.max(0, dailyCycle({ mean: 80, amplitude: 620, peakHour: 12 }, time)) * (rain > 0 ? 0.2 : 1);
      const wind: SimulatedReading = {
        metric: 'wind_speed',
        value: round(Math.abs(3.5 + gust(time)), 1),
        unit: 'm/s',
        time,
      };
      return [
        { metric: 'temperature', value: round(temperature, 2), unit: 'C', time },
        {
          metric: 'humidity',
          value: round(clamp(75 - (temperature - 14) * 2.5 + rain * 4, 5, 100), 1),
          unit: '%',
          time,
        },
        { metric: 'pressure', value: round(1_013 + pressure(time), 1), unit: 'hPa', time },
        { metric: 'irradiance', value: round(sun, 0), unit: 'W/m2', time },
        { metric: 'rain', value: rain, unit: 'mm/h', time },
        isWindFrozen(time) ? { ...wind, value: 0, quality: 'uncertain' } : wind,
      ];
    },
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
