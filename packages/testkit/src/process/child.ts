import { type ChildProcess, spawn } from 'node:child_process';
import { ProcessOutput } from './output.ts';
import type { SystemUser } from './service-user.ts';

export interface ChildOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** Steps down to this user; the tests must run as root then. */
  readonly user?: SystemUser | null;
  readonly cwd?: string;
  /** The whole environment; that of the tests when left out. */
  readonly env?: NodeJS.ProcessEnv;
  /** What the child gets when the test process dies. */
  readonly deathSignal?: 'KILL' | 'QUIT' | 'TERM';
}

export interface ChildExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process that a test started. It dies with the process of the test, however that one ends. */
export interface Child {
  readonly pid: number;
  /** Resolves when the process is gone; never rejects. */
  readonly exited: Promise<ChildExit>;
  /** What it printed so far on both streams, the newest million characters. */
  output(): string;
  /**
   * Waits until it has printed something that matches.
   *
   * @throws Error with the output when it ends before, or after `timeoutMs` (two minutes unless told otherwise)
   */
  waitForOutput(pattern: RegExp, timeoutMs?: number): Promise<RegExpExecArray>;
  signal(signal: NodeJS.Signals): void;
  /** Asks it to end, kills it after `graceMs` (10 s unless told otherwise), and waits until it is gone. */
  stop(signal?: NodeJS.Signals, graceMs?: number): Promise<ChildExit>;
}

/**
 * Starts a process through util-linux `setpriv`, which asks the kernel to signal the process when its parent dies
 * (prctl(2), PR_SET_PDEATHSIG): no server outlives a test run that was killed.
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const process = spawn('setpriv', [...privileges(options), options.command, ...options.args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: options.cwd,
    env: options.env,
  });
  await new Promise<void>((resolve, reject) => {
    process.once('spawn', resolve);
    process.once('error', reject);
  });
  return describeChild(process, options.command);
}

function privileges({ user, deathSignal = 'KILL' }: ChildOptions): string[] {
  const stepDown = user ? [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'] : [];
  return [...stepDown, `--pdeathsig=${deathSignal}`];
}

function describeChild(process: ChildProcess, command: string): Child {
  const output = new ProcessOutput();
  for (const stream of [process.stdout, process.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => output.add(chunk));
  }
  const exited = new Promise<ChildExit>((resolve) => {
    process.once('close', (code, signal) => resolve({ code, signal }));
  });
  return {
    pid: process.pid ?? -1,
    exited,
    output: () => output.text,
    waitForOutput: (pattern, timeoutMs = 120_000) => waitForOutput(command, output, exited, pattern, timeoutMs),
    signal: (signal) => void process.kill(signal),
    stop: (signal = 'SIGTERM', graceMs = 10_000) => stopChild(process, exited, signal, graceMs),
  };
}

function waitForOutput(
  command: string,
  output: ProcessOutput,
  exited: Promise<ChildExit>,
  pattern: RegExp,
  timeoutMs: number,
): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    const fail = (what: string) => {
      clearTimeout(timer);
      forget();
      reject(new Error(`${command} ${what} without printing ${pattern}. It printed:\n${output.text}`));
    };
    const timer = setTimeout(() => fail(`ran for ${timeoutMs} ms`), timeoutMs);
    let forget = () => {};
    forget = output.onMatch(pattern, (match) => {
      clearTimeout(timer);
      resolve(match);
    });
    void exited.then(({ code, signal }) => fail(`ended with ${signal ?? `code ${code}`}`));
  });
}

async function stopChild(
  process: ChildProcess,
  exited: Promise<ChildExit>,
  signal: NodeJS.Signals,
  graceMs: number,
): Promise<ChildExit> {
  process.kill(signal);
  const timer = setTimeout(() => process.kill('SIGKILL'), graceMs);
  const exit = await exited;
  clearTimeout(timer);
  return exit;
}
