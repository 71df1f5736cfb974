import { readdirSync, readFileSync } from 'node:fs';

/** The kernel counts in these on every architecture that Node runs on (`USER_HZ`). */
const TICKS_PER_SECOND = 100;
const PER = 1_000_000;

/** Programs by a name for people, each with the process that it was started as. */
export type Programs = ReadonlyMap<string, number>;

interface Times {
  readonly parent: number;
  /** Of the process with all its threads. */
  readonly own: number;
  /** Of its children that have ended. */
  readonly ended: number;
}

/**
 * Seconds of processor time that each program takes while `work` runs, with its threads and child processes: what a
 * thing costs, which a machine that is busy with something else changes far less than how long it takes.
 */
export async function cpuSecondsOf(programs: Programs, work: () => Promise<unknown>): Promise<Map<string, number>> {
  const before = readAll(programs);
  await work();
  const after = readAll(programs);
  return new Map([...after].map(([name, seconds]) => [name, seconds - (before.get(name) ?? 0)]));
}

/** Seconds of processor time for a million of something of which there were `count`. */
export function perMillion(seconds: number, count: number): number {
  return (seconds / count) * PER;
}

function readAll(programs: Programs): Map<string, number> {
  const processes = readProcesses();
  return new Map([...programs].map(([name, pid]) => [name, treeSeconds(pid, processes)]));
}

function treeSeconds(pid: number, processes: ReadonlyMap<number, Times>): number {
  const times = processes.get(pid);
  if (times === undefined) throw new Error(`There is no process ${pid} to measure`);
  let seconds = times.own + times.ended;
  for (const [child, { parent }] of processes) if (parent === pid) seconds += treeSeconds(child, processes);
  return seconds;
}

function readProcesses(): Map<number, Times> {
  const processes = new Map<number, Times>();
  for (const name of readdirSync('/proc')) {
    const times = /^\d+$/.test(name) ? readTimes(name) : null;
    if (times !== null) processes.set(Number(name), times);
  }
  return processes;
}

/** Fields as proc(5) numbers them; the name of the program, the second one, may hold anything. */
function readTimes(pid: string): Times | null {
  const stat = readStat(pid);
  if (stat === null) return null;
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const field = (number: number): number => fields[number - 3] ?? 0;
  return {
    parent: field(4),
    own: (field(14) + field(15)) / TICKS_PER_SECOND,
    ended: (field(16) + field(17)) / TICKS_PER_SECOND,
  };
}

/** A process may end between the listing and the look at it. */
function readStat(pid: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
}
