import type { RejectReason } from '@hawser/core';
import { CloudError } from '../cloud/cloud-error.ts';
import type { LetterFilter, Letters } from './letters.ts';

/** Which dead letters a command is about, as the command line says it. */
export interface SelectionOptions {
  readonly all?: boolean;
  readonly agent?: string;
  readonly reason?: RejectReason;
}

/** What is known of a dead letter before anything is done to it; a time of null has not been looked up. */
export interface Selected {
  readonly id: string;
  readonly rejected_at: string | null;
}

/** @throws CloudError unless it says ids, or `--all`, and filters with `--all` only */
export function checkSelection(ids: readonly string[], { all = false, agent, reason }: SelectionOptions): void {
  if (all && ids.length > 0) throw new CloudError('misused', 'Give ids or --all, not both.');
  if (!all && ids.length === 0) throw new CloudError('misused', 'Give the ids of dead letters, or --all.');
  if (!all && (agent ?? reason) !== undefined) throw new CloudError('misused', '--agent and --reason go with --all.');
}

export function filterOf({ agent, reason }: SelectionOptions): LetterFilter {
  return { ...(agent === undefined ? {} : { agent }), ...(reason === undefined ? {} : { reason }) };
}

/** Names the selection for a person. */
export function describeSelection(ids: readonly string[], { all = false, agent, reason }: SelectionOptions): string {
  if (!all) return `${ids.length} dead letter${ids.length === 1 ? '' : 's'}`;
  return `All dead letters${agent === undefined ? '' : ` of ${agent}`}${reason === undefined ? '' : ` for ${reason}`}`;
}

/** Those that are listed, each as it was then; ids are given back as they are. */
export function selected(
  letters: Letters,
  ids: readonly string[],
  options: SelectionOptions,
): AsyncIterable<Selected> | Iterable<Selected> {
  return options.all === true ? letters.list(filterOf(options)) : ids.map((id) => ({ id, rejected_at: null }));
}
