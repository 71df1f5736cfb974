/** One result, as the bench runner prints it beside its limit. */
export interface Measure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What the same machine did in the same run without the product, or null. */
  readonly limit: number | null;
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
