import type { AgentId } from '@hawser/core';
import type { ResolvedSeries } from '@hawser/storage';

/** About 200 bytes each. */
const MAX_SERIES = 200_000;

/** The series of one agent, by device and metric: two look-ups by the text as it is cost less than one by a joined key. */
export class AgentSeries {
  readonly #devices = new Map<string, Map<string, ResolvedSeries>>();
  #size = 0;
  /** Readings of a message mostly speak of one device. */
  #device = '';
  #metrics: Map<string, ResolvedSeries> | undefined;

  get size(): number {
    return this.#size;
  }

  find(device: string, metric: string): ResolvedSeries | undefined {
    if (device !== this.#device) {
      this.#device = device;
      this.#metrics = this.#devices.get(device);
    }
    return this.#metrics?.get(metric);
  }

  set(device: string, metric: string, series: ResolvedSeries): void {
    const metrics = this.#devices.get(device) ?? new Map<string, ResolvedSeries>();
    if (!metrics.has(metric)) this.#size++;
    metrics.set(metric, series);
    this.#devices.set(device, metrics);
    if (device === this.#device) this.#metrics = metrics;
  }
}

/** The series of the agents seen last. Ids never change; a unit or kind that is out of date is noted anew. */
export class SeriesCache {
  /** The one used longest ago comes first. */
  readonly #agents = new Map<AgentId, AgentSeries>();
  readonly #maxSeries: number;
  #latest: AgentId | null = null;

  constructor(maxSeries = MAX_SERIES) {
    this.#maxSeries = maxSeries;
  }

  of(agent: AgentId): AgentSeries {
    const series = this.#agents.get(agent) ?? new AgentSeries();
    if (agent === this.#latest) return series;
    this.#agents.delete(agent);
    this.#agents.set(agent, series);
    this.#latest = agent;
    return series;
  }

  /** Forgets agents until what is left is within bounds. */
  trim(): void {
    let size = 0;
    for (const series of this.#agents.values()) size += series.size;
    for (const [agent, series] of this.#agents) {
      if (size <= this.#maxSeries) return;
      this.#agents.delete(agent);
      if (agent === this.#latest) this.#latest = null;
      size -= series.size;
    }
  }
}
