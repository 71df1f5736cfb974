import { Presets, SingleBar } from 'cli-progress';
import type { SentTally } from './accounting.ts';

/** How one can tell how far a run is. */
export type ProgressGoal =
  | { readonly kind: 'readings'; readonly total: number }
  | { readonly kind: 'time'; readonly ms: number }
  | { readonly kind: 'open' };

export interface Progress {
  update(sent: SentTally): void;
  stop(): void;
}

/** Where progress is shown: a bar on a terminal, plain lines elsewhere. */
export type ProgressStream = NodeJS.WritableStream & { readonly isTTY?: boolean };

const LINE_EVERY_MS = 5_000;
const BAR = '{bar} {percentage} % | {facts}';

/** Starts showing how a run gets on. */
export function startProgress(goal: ProgressGoal, stream: ProgressStream, clock: () => number): Progress {
  const describe = describer(clock);
  return stream.isTTY === true ? bar(goal, stream, clock, describe) : lines(stream, clock, describe);
}

function bar(goal: ProgressGoal, stream: ProgressStream, clock: () => number, describe: Describe): Progress {
  const startAt = clock();
  const view = new SingleBar(
    { format: goal.kind === 'open' ? '{facts}' : BAR, stream, hideCursor: true, clearOnComplete: false },
    Presets.shades_classic,
  );
  view.start(1, 0, { facts: 'starting' });
  return {
    update: (sent) => view.update(shareOf(goal, sent, clock() - startAt), { facts: describe(sent) }),
    stop: () => view.stop(),
  };
}

function lines(stream: ProgressStream, clock: () => number, describe: Describe): Progress {
  let nextAt = clock() + LINE_EVERY_MS;
  return {
    update: (sent) => {
      const facts = describe(sent);
      if (clock() < nextAt) return;
      nextAt = clock() + LINE_EVERY_MS;
      stream.write(`${facts}\n`);
    },
    stop: () => {},
  };
}

/** From 0 to 1. */
export function shareOf(goal: ProgressGoal, sent: SentTally, elapsedMs: number): number {
  if (goal.kind === 'open') return 0;
  const share = goal.kind === 'time' ? elapsedMs / goal.ms : sent.acknowledgedReadings / goal.total;
  return Math.min(1, share);
}

type Describe = (sent: SentTally) => string;

/** Words the numbers; the rate is that of the whole run so far. */
function describer(clock: () => number): Describe {
  const startAt = clock();
  return ({ readings, acknowledgedReadings }) => {
    const seconds = Math.max(0.001, (clock() - startAt) / 1_000);
    return `${count(readings)} readings sent, ${count(acknowledgedReadings)} acknowledged, ${count(acknowledgedReadings / seconds)}/s`;
  };
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
