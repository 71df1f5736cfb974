import { AggregatorRegistry, collectDefaultMetrics, Gauge, Registry } from 'prom-client';

export { Counter, Gauge, Histogram } from 'prom-client';

/** The process's Prometheus registry; each role registers its own metrics in the one it is given. */
export type Metrics = Registry;

export function createMetrics(): Metrics {
  return new Registry();
}

/** Adds the process's own figures: memory, processor time, event-loop lag, garbage collection. Once per process. */
export function collectProcessMetrics(metrics: Metrics): void {
  collectDefaultMetrics({ register: metrics });
}

/**
 * Puts the metrics of several threads into one text.
 *
 * @param registries - of each thread, what `Registry.getMetricsAsJSON` answered
 * @returns the Prometheus text format
 */
export function mergeMetrics(registries: readonly object[][]): Promise<string> {
  return AggregatorRegistry.aggregate([...registries]).metrics();
}

/** Adds a gauge that is read when somebody asks. */
export function addLevel(metrics: Metrics, name: string, help: string, read: () => number): void {
  new Gauge({
    name,
    help,
    registers: [metrics],
    collect() {
      this.set(read());
    },
  });
}
