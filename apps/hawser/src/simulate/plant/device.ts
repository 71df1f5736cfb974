import type { SimulatedReading } from '../message.ts';

/** A simulated device: one call reads all its sensors at one time. Times must not go back. */
export interface SimulatedDevice {
  readonly name: string;
  /** How many readings a scan gives when no sensor is silent. */
  readonly metrics: number;
  scan(time: number): SimulatedReading[];
}
