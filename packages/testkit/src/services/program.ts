import { type Child, startChild } from '../process/child.ts';

export interface ProgramOptions {
  /** Path of the JavaScript file to run. */
  readonly entry: string;
  readonly args?: readonly string[];
  /** Options of Node itself, for example `--import tsx`. */
  readonly execArgv?: readonly string[];
  /** Added to the environment of the tests; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
}

/** Starts a Node program and collects what it prints; `stop` ends it in order, `stop('SIGKILL')` without warning. */
export function startProgram(options: ProgramOptions): Promise<Child> {
  return startChild({
    command: process.execPath,
    args: [...(options.execArgv ?? []), options.entry, ...(options.args ?? [])],
    env: { ...process.env, ...options.env },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
}
