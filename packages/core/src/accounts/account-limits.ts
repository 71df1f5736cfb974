/** One thing that an account may be given only so much of. */
export interface LimitDeclaration {
  readonly unit: string;
  /** What the installation has when nobody sets a limit; null is as much as the machines can do. */
  readonly default: number | null;
  readonly max: number;
  /** Where it is spent, and so enforced; null while nothing in the program spends it yet. */
  readonly spentIn: string | null;
}

const COUNT_MAX = 10_000_000;

/**
 * Every limit of an account. A limit covers the account with all accounts below it: what a child uses counts for its
 * parent as well.
 */
export const ACCOUNT_LIMITS = {
  agents: { unit: 'agents', default: null, max: COUNT_MAX, spentIn: 'creating an agent' },
  users: { unit: 'users', default: null, max: COUNT_MAX, spentIn: 'creating a user' },
  child_accounts: { unit: 'accounts', default: null, max: COUNT_MAX, spentIn: 'creating an account' },
  readings_per_second: { unit: 'readings/s', default: null, max: 1e9, spentIn: 'taking a message in' },
  bytes_per_day: { unit: 'bytes/day', default: null, max: 1e15, spentIn: 'taking a message in' },
  retention_days: { unit: 'days', default: null, max: 36_500, spentIn: 'deleting old readings' },
  tunnels: { unit: 'tunnels', default: null, max: COUNT_MAX, spentIn: null },
  routes: { unit: 'routes', default: null, max: COUNT_MAX, spentIn: null },
} as const satisfies Record<string, LimitDeclaration>;

export type LimitName = keyof typeof ACCOUNT_LIMITS;

export const LIMIT_NAMES = Object.keys(ACCOUNT_LIMITS) as LimitName[];

/** Limits on how many of something may exist: claimed before one is made. */
export type CountedLimit = 'agents' | 'users' | 'child_accounts';

/** Limits as they are set on one account; what is absent is inherited. */
export type GivenLimits = Readonly<Partial<Record<LimitName, number>>>;

/** One account on the way from the root, with what is set on it. */
export interface LimitLevel {
  readonly name: string;
  readonly limits: GivenLimits;
}

export interface EffectiveLimit {
  /** Null is without a bound. */
  readonly value: number | null;
  /** Name of the account that the value is set on; null for the default. */
  readonly from: string | null;
}

export type EffectiveLimits = Readonly<Record<LimitName, EffectiveLimit>>;

/**
 * What an account has of each limit: the least of what is set on it and on all accounts above it. So lowering a parent
 * clamps everything below, and raising it again gives back what the children were given.
 *
 * @param path - from the root down to the account
 */
export function effectiveLimits(path: readonly LimitLevel[]): EffectiveLimits {
  const entries = LIMIT_NAMES.map((name) => [name, effectiveLimit(name, path)] as const);
  return Object.fromEntries(entries) as EffectiveLimits;
}

function effectiveLimit(name: LimitName, path: readonly LimitLevel[]): EffectiveLimit {
  let least: EffectiveLimit = { value: ACCOUNT_LIMITS[name].default, from: null };
  for (const level of path) {
    const given = level.limits[name];
    if (given !== undefined && (least.value === null || given < least.value))
      least = { value: given, from: level.name };
  }
  return least;
}

/**
 * Finds what cannot be given because the giver has less.
 *
 * @param above - what the parent has
 */
export function limitBeyond(given: GivenLimits, above: EffectiveLimits): LimitName | null {
  for (const name of LIMIT_NAMES) {
    const [wanted, most] = [given[name], above[name].value];
    if (wanted !== undefined && most !== null && wanted > most) return name;
  }
  return null;
}
