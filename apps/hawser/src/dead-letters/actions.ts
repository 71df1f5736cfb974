import type { DeadLetter } from '@hawser/api-client';
import { CloudError } from '../cloud/cloud-error.ts';
import { confirm } from './confirm.ts';
import { forEachOf } from './each.ts';
import type { Letters } from './letters.ts';
import { renderLetter, renderLetters } from './render-letter.ts';
import { createReplayer, type ReplayOutcome } from './replay.ts';
import { checkSelection, describeSelection, filterOf, type SelectionOptions, selected } from './selection.ts';
import { Tally } from './tally.ts';

/** Requests under way at a time. */
const AT_ONCE = 16;

const REPLAY_OUTCOMES: readonly ReplayOutcome[] = ['stored', 'refused', 'waiting', 'unreadable', 'missing'];
const PURGE_OUTCOMES = ['deleted', 'missing'] as const;

type Output = NodeJS.WritableStream;

/** Of a process, what an action works with. */
interface Streams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

interface ListOptions extends SelectionOptions {
  readonly limit: number;
  readonly json: boolean;
}

/** Every action answers whether all that was asked for is done, and throws CloudError when the cloud refuses. */
export async function listLetters(letters: Letters, options: ListOptions, out: Output): Promise<boolean> {
  const { limit, json } = options;
  const found: DeadLetter[] = [];
  let more = false;
  for await (const letter of letters.list(filterOf(options))) {
    more = found.length === limit;
    if (more) break;
    found.push(letter);
  }
  if (json) out.write(`${JSON.stringify({ items: found, more }, null, 2)}\n`);
  else out.write(`${renderLetters(found)}\n${more ? '\nThere are more; raise --limit to see them.\n' : ''}`);
  return true;
}

interface ShowOptions {
  readonly hex: boolean;
  readonly json: boolean;
}

export async function showLetter(
  letters: Letters,
  id: string,
  { hex, json }: ShowOptions,
  out: Output,
): Promise<boolean> {
  const letter = await letters.read(id);
  if (letter === null) throw new CloudError('refused', `The account ${letters.account} has no dead letter ${id}.`);
  out.write(`${json ? JSON.stringify(letter, null, 2) : renderLetter(letter, hex)}\n`);
  return true;
}

interface ReplayOptions extends SelectionOptions {
  /** Milliseconds. */
  readonly wait: number;
}

export async function replayLetters(
  letters: Letters,
  ids: readonly string[],
  options: ReplayOptions,
  { stdout, stderr }: Pick<Streams, 'stdout' | 'stderr'>,
): Promise<boolean> {
  checkSelection(ids, options);
  const replay = createReplayer({ letters, clock: now }, options.wait);
  const tally = new Tally(REPLAY_OUTCOMES, stderr, now);
  const work = forEachOf(selected(letters, ids, options), AT_ONCE, async (letter) => tally.add(await replay(letter)));
  await counted(work, tally, stdout);
  return REPLAY_OUTCOMES.every((outcome) => outcome === 'stored' || tally.of(outcome) === 0);
}

interface PurgeOptions extends SelectionOptions {
  readonly yes: boolean;
}

export async function purgeLetters(
  letters: Letters,
  ids: readonly string[],
  options: PurgeOptions,
  { stdin, stdout, stderr }: Streams,
): Promise<boolean> {
  checkSelection(ids, options);
  if (!options.yes) {
    const what = `${describeSelection(ids, options)} will be deleted for good.`;
    await confirm(what, letters.account, { input: stdin, output: stderr });
  }
  const tally = new Tally(PURGE_OUTCOMES, stderr, now);
  const work = forEachOf(selected(letters, ids, options), AT_ONCE, async ({ id }) =>
    tally.add((await letters.remove(id)) ? 'deleted' : 'missing'),
  );
  await counted(work, tally, stdout);
  return tally.of('missing') === 0;
}

/** Prints the counts at the end, also at an end that an error has brought about. */
async function counted<Outcome extends string>(work: Promise<void>, tally: Tally<Outcome>, out: Output): Promise<void> {
  try {
    await work;
  } finally {
    tally.stop();
    out.write(`${tally.text()}\n`);
  }
}

function now(): number {
  return performance.now();
}
