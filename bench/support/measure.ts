/** One result, as the bench runner prints it beside its limit. */
export interface Measure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What the same machine did in the same run without the product, or null. */
  readonly limit: number | null;
}

/**
 * Whether the user wants a measure, or any of those whose names go on from it with `_`. Without a choice all are wanted.
 * The runner hands the choice over, so that a bench need not do the work of the others.
 */
export function isWanted(name: string): boolean {
  const wanted = process.env.BENCH_MEASURES ?? '';
  const isOf = (want: string) => want === name || want.startsWith(`${name}_`) || name.startsWith(`${want}_`);
  return wanted === '' || wanted.split(',').some(isOf);
}

/** Hands a result to the runner; run by hand, prints it. */
export function report(measure: Measure): void {
  if (process.send === undefined) console.log(measure);
  else process.send(measure);
}

/** Seconds of processor time that `work` took in this process, whatever else the machine does. */
export async function cpuSeconds(work: () => Promise<unknown>): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000_000;
}

/** Seconds that `work` took. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1_000;
}
