import { basename, extname } from 'node:path';
import { csvMessages } from './csv/csv-source.ts';
import { type CsvSurvey, surveyCsv } from './csv/survey.ts';
import type { SimulateOptions } from './options.ts';
import { createPlant } from './plant/plant.ts';
import { type DueMessage, plantMessages } from './plant/plant-source.ts';
import type { ProgressGoal } from './progress.ts';

/** What the agents of a run shall send. */
export interface Load {
  readonly agentNames: readonly string[];
  readonly goal: ProgressGoal;
  /** For a person, before the start. */
  readonly description: string;
  messages(index: number, startAt: number): Iterable<DueMessage> | AsyncIterable<DueMessage>;
}

/**
 * Chooses between the simulated plant and a file.
 *
 * @throws SimulationError when the file cannot be replayed
 */
export async function prepareLoad(options: SimulateOptions, clock: () => number): Promise<Load> {
  if (options.csv === undefined) return plantLoad(options, clock);
  return csvLoad(options, await surveyCsv(options.csv, options.timeColumn), clock);
}

function plantLoad(options: SimulateOptions, clock: () => number): Load {
  const { readingsPerMessage, seed, duration } = options;
  const rate = withoutMax(options.rate);
  const agentNames = namesOf(options.prefix ?? 'plant', options.agents ?? 5);
  const pace = rate === null ? 'as fast as the cloud takes them' : `${rate} readings/s each`;
  return {
    agentNames,
    goal: duration === undefined ? { kind: 'open' } : { kind: 'time', ms: duration },
    description: `${agentNames.length} simulated plants, ${pace}, ${readingsPerMessage} readings a message`,
    messages: (index, startAt) =>
      plantMessages(createPlant(seed + index), { rate, readingsPerMessage, startAt, clock }),
  };
}

function csvLoad(options: SimulateOptions, survey: CsvSurvey, clock: () => number): Load {
  const { readingsPerMessage } = options;
  const speed = withoutMax(options.speed);
  const end = options.csvEnd === 'now' ? clock() : options.csvEnd;
  const agentNames = namesOf(options.prefix ?? prefixOf(survey.path), options.agents ?? 1);
  const columns = survey.metrics.map(({ name }) => name).join(', ');
  return {
    agentNames,
    goal: { kind: 'readings', total: survey.readings * agentNames.length },
    description: `${survey.rows.toLocaleString('en-US')} rows of ${survey.path} (${columns}) by ${agentNames.length} agent(s)`,
    messages: (_index, startAt) => csvMessages(survey, { readingsPerMessage, end, speed, startAt }),
  };
}

/** Null stands for no pause in the sources. */
function withoutMax(value: number | 'max'): number | null {
  return value === 'max' ? null : value;
}

function namesOf(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}-${index + 1}`);
}

/** The file's name without what an agent's name may not hold. */
function prefixOf(path: string): string {
  const name = basename(path, extname(path))
    .replaceAll(/[^A-Za-z0-9._:-]/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '');
  return name === '' ? 'csv' : name.slice(0, 56);
}
