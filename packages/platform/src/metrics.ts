import { Registry } from 'prom-client';

export { Counter, Gauge, Histogram } from 'prom-client';

/** The process's Prometheus registry; each role registers its own metrics in the one it is given. */
export type Metrics = Registry;

export function createMetrics(): Metrics {
  return new Registry();
}
