import type { SimulatedReading } from '../message.ts';
import type { DueMessage } from '../plant/plant-source.ts';
import { cellValue } from './columns.ts';
import { readRows } from './read-rows.ts';
import { type CsvSurvey, rowTime } from './survey.ts';

/** Where the file's last row shall lie: at a time in milliseconds since the Unix epoch, or where it is. */
export type CsvEnd = number | 'keep';

export interface CsvReplayOptions {
  readonly readingsPerMessage: number;
  readonly end: CsvEnd;
  /** File time per real time; null: as fast as messages are acknowledged. */
  readonly speed: number | null;
  /** When a paced replay begins, in milliseconds since the Unix epoch. */
  readonly startAt: number;
}

/** How far the times of the file move, in milliseconds. */
export function timeShift(survey: CsvSurvey, end: CsvEnd): number {
  return end === 'keep' ? 0 : end - survey.lastTime;
}

/** Turns the rows of a file into messages of the wanted number of readings; the last one may hold fewer. */
export async function* csvMessages(survey: CsvSurvey, options: CsvReplayOptions): AsyncGenerator<DueMessage> {
  const shift = timeShift(survey, options.end);
  let waiting: SimulatedReading[] = [];
  let record = 0;
  let dueAt: number | null = null;
  for await (const row of readRows(survey.path)) {
    if (record++ === 0) continue;
    const time = rowTime(row, survey.timeIndex, record);
    dueAt = dueTime(survey, options, time);
    waiting.push(...rowReadings(row, survey, time + shift));
    while (waiting.length >= options.readingsPerMessage) {
      yield { message: { readings: waiting.slice(0, options.readingsPerMessage) }, dueAt };
      waiting = waiting.slice(options.readingsPerMessage);
    }
  }
  if (waiting.length > 0) yield { message: { readings: waiting }, dueAt };
}

function rowReadings(row: readonly string[], survey: CsvSurvey, time: number): SimulatedReading[] {
  return survey.metrics.flatMap(({ index, name, kind }) => {
    const value = cellValue(row[index] ?? '', kind);
    return value === null ? [] : [{ metric: name, value, time }];
  });
}

function dueTime(survey: CsvSurvey, { speed, startAt }: CsvReplayOptions, time: number): number | null {
  return speed === null ? null : startAt + (time - survey.firstTime) / speed;
}
