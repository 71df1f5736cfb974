import type { ReadingValue } from '@hawser/core';

/** One value on its way out. */
export interface SimulatedReading {
  readonly metric: string;
  readonly value: ReadingValue;
  /** Milliseconds since the Unix epoch. */
  readonly time: number;
  readonly unit?: string;
  readonly quality?: 'uncertain' | 'bad';
}

/** What one publish carries: readings of one device. */
export interface SimulatedMessage {
  /** Left out when the agent measures itself. */
  readonly device?: string;
  readonly readings: readonly SimulatedReading[];
}

/** Tells a resend from a new message: the epoch is the run's, the sequence counts the agent's messages from 1. */
export interface SequenceId {
  readonly epoch: number;
  readonly seq: number;
}

/**
 * Writes a message in the native dialect, with the short names of `packages/dialects/src/native/README.md`.
 *
 * @returns JSON text
 */
export function encodeMessage(id: SequenceId, message: SimulatedMessage): string {
  const readings = message.readings.map(({ metric, value, unit, quality, time }) => ({
    m: metric,
    v: value,
    u: unit,
    q: quality,
    ts: time,
  }));
  return JSON.stringify({ id, device: message.device, readings });
}
