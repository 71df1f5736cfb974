import type { AccountId, Clock } from '@hawser/core';
import type { AccountPolicy, AccountUsageRepository, LimitLevelName, PolicyLevel, UsageTally } from '@hawser/storage';
import { TokenBucket } from './token-bucket.ts';

const DAY_MS = 86_400_000;
/** Over how many minutes the readings in a message are averaged, and over how many while nothing is known yet. */
const AVERAGED_MINUTES = 5;
const FIRST_AVERAGED_MINUTES = 24 * 60;
/** From this share of a limit on, an account is near it. */
const NEAR = 0.8;
/** An account that nothing came from for this long is forgotten. */
const IDLE_MS = 600_000;

export type UsageStore = Pick<AccountUsageRepository, 'add' | 'ofBranch'>;

/** What is known of one account that has a limit on its rate or its bytes, and of all accounts below it. */
interface Meter {
  readonly bucket: TokenBucket;
  /** Readings that a message has on average. */
  price: number;
  /** The price was found out, and is no assumption. */
  isPriced: boolean;
  /** Readings per second that this process grants, and bytes of a day that all grant together; null is any number. */
  rate: number | null;
  quota: number | null;
  /** Readings charged since the last look, and whether anything had to wait. */
  spent: number;
  hasWaited: boolean;
  lookedAt: number;
  /** Bytes taken in on `day`: as read last, and what came since. */
  bytes: number;
  day: number;
  usedAt: number;
}

export interface AccountMetersDeps {
  readonly usage: UsageStore;
  readonly clock: Clock;
  /** Processes that take messages in: each grants its share of a rate. */
  readonly processes: number;
}

/** Whether a message may be taken now; `quota` is for hours, `rate` for moments. */
export type Allowance = 'ok' | 'rate' | 'quota';

/** An account that is near one of its limits, or at it. */
export interface LimitStanding {
  readonly account: AccountId;
  readonly limit: 'readings_per_second' | 'bytes_per_day';
  readonly level: LimitLevelName;
}

/** Measures what accounts send against their limits on readings per second and bytes per day. */
export class AccountMeters {
  readonly #deps: AccountMetersDeps;
  readonly #meters = new Map<AccountId, Meter>();
  #tallies = new Map<AccountId, { messages: number; bytes: number }>();

  constructor(deps: AccountMetersDeps) {
    this.#deps = deps;
  }

  /** Tells whether a message of an account may be taken now, as far as what is known of it says. */
  allowance(policy: AccountPolicy | null): Allowance {
    if (policy === null) return 'ok';
    let allowance: Allowance = 'ok';
    for (const level of policy.path) {
      const { readings_per_second: rate, bytes_per_day: quota } = level.limits;
      if (rate === undefined && quota === undefined) continue;
      const meter = this.#meter(level);
      if (quota !== undefined && this.#bytesToday(meter) >= quota) return 'quota';
      if (rate === undefined || meter.bucket.hasTokens(this.#deps.clock())) continue;
      meter.hasWaited = true;
      allowance = 'rate';
    }
    return allowance;
  }

  /** Notes a message that is taken. */
  spend(account: AccountId, policy: AccountPolicy | null, bytes: number): void {
    const tally = this.#tallies.get(account);
    if (tally === undefined) this.#tallies.set(account, { messages: 1, bytes });
    else {
      tally.messages++;
      tally.bytes += bytes;
    }
    for (const { id } of policy?.path ?? []) {
      const meter = this.#meters.get(id);
      if (meter === undefined) continue;
      meter.bucket.take(meter.price);
      meter.spent += meter.price;
      meter.bytes = this.#bytesToday(meter) + bytes;
    }
  }

  /**
   * Writes down what was taken, and reads what that makes with what other processes took, and how many readings were
   * in it.
   *
   * @throws Error when the database does not answer; nothing is lost, what is known goes on to hold
   */
  async refresh(): Promise<void> {
    await this.#write();
    const now = this.#deps.clock();
    for (const [account, meter] of this.#meters) {
      if (now - meter.usedAt > IDLE_MS) this.#meters.delete(account);
      else await this.#read(account, meter, now);
    }
  }

  /** Tells which accounts have been near a limit, or at it, since the last call. */
  takeStandings(): LimitStanding[] {
    const now = this.#deps.clock();
    const standings: LimitStanding[] = [];
    for (const [account, meter] of this.#meters) {
      const rate = meter.hasWaited ? 'reached' : levelOf(spentPerSecond(meter, now), meter.rate) && 'near';
      if (rate !== null) standings.push({ account, limit: 'readings_per_second', level: rate });
      const quota = levelOf(this.#bytesToday(meter), meter.quota);
      if (quota !== null) standings.push({ account, limit: 'bytes_per_day', level: quota });
      Object.assign(meter, { spent: 0, hasWaited: false, lookedAt: now });
    }
    return standings;
  }

  async #write(): Promise<void> {
    const tallies = this.#tallies;
    this.#tallies = new Map();
    try {
      const list = Array.from(tallies, ([accountId, tally]): UsageTally => ({ accountId, ...tally }));
      await this.#deps.usage.add(list, this.#deps.clock());
    } catch (error) {
      for (const [account, { messages, bytes }] of tallies) {
        const later = this.#tallies.get(account);
        this.#tallies.set(account, { messages: messages + (later?.messages ?? 0), bytes: bytes + (later?.bytes ?? 0) });
      }
      throw error;
    }
  }

  async #read(account: AccountId, meter: Meter, now: number): Promise<void> {
    const before = this.#bytesToday(meter);
    const minutes = meter.isPriced ? AVERAGED_MINUTES : FIRST_AVERAGED_MINUTES;
    const { bytesToday, readings, messages } = await this.#deps.usage.ofBranch(account, now, minutes);
    // What was taken during the question is in neither number of the database.
    meter.bytes = bytesToday + Math.max(0, this.#bytesToday(meter) - before);
    if (messages === 0) return;
    meter.price = Math.max(1, readings / messages);
    meter.isPriced = true;
  }

  #meter({ id, limits }: PolicyLevel): Meter {
    const { readings_per_second: readings, bytes_per_day: quota = null } = limits;
    const rate = readings === undefined ? null : readings / this.#deps.processes;
    const perSecond = rate ?? Number.MAX_SAFE_INTEGER;
    const now = this.#deps.clock();
    const known = this.#meters.get(id);
    if (known !== undefined) {
      known.bucket.setRate(perSecond, now);
      return Object.assign(known, { rate, quota, usedAt: now });
    }
    const meter: Meter = {
      bucket: new TokenBucket(perSecond, now),
      price: 1,
      isPriced: false,
      rate,
      quota,
      spent: 0,
      hasWaited: false,
      lookedAt: now,
      bytes: 0,
      day: this.#day(),
      usedAt: now,
    };
    this.#meters.set(id, meter);
    return meter;
  }

  #bytesToday(meter: Meter): number {
    const today = this.#day();
    if (meter.day !== today) {
      meter.day = today;
      meter.bytes = 0;
    }
    return meter.bytes;
  }

  #day(): number {
    return Math.floor(this.#deps.clock() / DAY_MS);
  }
}

function spentPerSecond({ spent, lookedAt }: Meter, now: number): number {
  return (spent * 1_000) / Math.max(1_000, now - lookedAt);
}

function levelOf(used: number, limit: number | null): LimitLevelName | null {
  if (limit === null || used < limit * NEAR) return null;
  return used < limit ? 'near' : 'reached';
}
