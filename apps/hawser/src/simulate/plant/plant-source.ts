import type { SimulatedMessage, SimulatedReading } from '../message.ts';
import type { SimulatedDevice } from './device.ts';

/** A message and when it is due, in milliseconds since the Unix epoch; null: at once. */
export interface DueMessage {
  readonly message: SimulatedMessage;
  readonly dueAt: number | null;
}

export interface PlantSourceOptions {
  /** Readings per second of the whole agent while no sensor is silent; null: no pause, each scan takes the time it is. */
  readonly rate: number | null;
  readonly readingsPerMessage: number;
  /** Time of the first scan, in milliseconds since the Unix epoch. */
  readonly startAt: number;
  readonly clock: () => number;
}

/**
 * Scans the devices one after another for ever. Each device has its own messages, which leave when they hold the wanted
 * number of readings. Scans come at even distances whatever the network does, so an agent that was held back sends
 * afterwards what it would have measured meanwhile.
 */
export function* plantMessages(
  devices: readonly SimulatedDevice[],
  options: PlantSourceOptions,
): Generator<DueMessage> {
  const waiting = new Map<SimulatedDevice, SimulatedReading[]>();
  for (let dueAt = options.startAt; ; ) {
    for (const device of devices) {
      const time = options.rate === null ? options.clock() : Math.round(dueAt);
      const readings = [...(waiting.get(device) ?? []), ...device.scan(time)];
      waiting.set(device, readings);
      while (readings.length >= options.readingsPerMessage) {
        const message = { device: device.name, readings: readings.splice(0, options.readingsPerMessage) };
        yield { message, dueAt: options.rate === null ? null : dueAt };
      }
      if (options.rate !== null) dueAt += (device.metrics * 1_000) / options.rate;
    }
  }
}
