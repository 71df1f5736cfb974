/** What the decision about the number of workers is made from. */
export interface Load {
  /** Age of the oldest message that is read or about to be and not stored yet, in milliseconds. */
  readonly lagMs: number;
  readonly workers: number;
  /** The database is what takes the time: more workers would only wait for it as well. */
  readonly databaseBound: boolean;
}

export interface AutoscaleConfig {
  readonly minWorkers: number;
  readonly maxWorkers: number;
  /** One more worker above this lag, in milliseconds. */
  readonly lagScaleUpMs: number;
  /** Twice as many workers above this lag, in milliseconds. */
  readonly lagCriticalMs: number;
}

/** A worker less when the lag is below this part of what would add one: far enough away not to go up and down. */
const CALM = 0.1;

/** Says how many workers there should be. */
export function decideWorkers({ lagMs, workers, databaseBound }: Load, config: AutoscaleConfig): number {
  const { minWorkers, maxWorkers, lagScaleUpMs, lagCriticalMs } = config;
  return Math.min(Math.max(wanted(), minWorkers), maxWorkers);

  function wanted(): number {
    if (lagMs < lagScaleUpMs * CALM) return workers - 1;
    if (lagMs < lagScaleUpMs || databaseBound) return workers;
    return lagMs >= lagCriticalMs ? workers * 2 : workers + 1;
  }
}

/** Where batches spent their time, in seconds. */
export interface TimeSpent {
  readonly commit: number;
  readonly total: number;
}

/** Above this part of the time of a batch, the commit is what everything waits for. */
const DATABASE_BOUND = 0.8;

/** Tells whether the database is the bottleneck. No time at all means that nothing got through it. */
export function isDatabaseBound({ commit, total }: TimeSpent): boolean {
  return total === 0 || commit / total > DATABASE_BOUND;
}
