/** How ingestion trades latency for throughput. */
export interface BatchProfile {
  /** Readings and rejects after which a batch is full; the message that fills it is taken whole. */
  readonly rows: number;
  /** Longest time that a batch waits to be filled, in milliseconds. */
  readonly lingerMs: number;
}

export const INGESTION_PROFILES = {
  batch: { rows: 100_000, lingerMs: 1_000 },
  balanced: { rows: 20_000, lingerMs: 200 },
  streaming: { rows: 2_000, lingerMs: 20 },
} as const satisfies Record<string, BatchProfile>;

export type IngestionProfile = keyof typeof INGESTION_PROFILES;
