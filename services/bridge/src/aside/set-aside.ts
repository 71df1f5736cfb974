import {
  type Envelope,
  EnvelopeError,
  type EnvelopePeek,
  encodeEnvelope,
  peekEnvelope,
  withPlace,
} from '@hawser/contracts/streams';
import type { AccountId, AgentId } from '@hawser/core';
import type { AccountMeters } from '@hawser/intake';
import { type Logger, type Periodic, type RepeatGuard, repeat } from '@hawser/platform';
import type { EntryId } from '@hawser/queue';
import type { AccountPolicies } from '@hawser/storage';
import { Lane, type WaitingMessage } from './lane.ts';
import type { Lanes } from './lanes.ts';

const TICK_MS = 20;

export interface SetAsideDeps {
  /** Opens the disk; it is closed at the stop. */
  readonly openLanes: () => Promise<Lanes>;
  readonly policies: Pick<AccountPolicies, 'known' | 'read'>;
  readonly meters: AccountMeters;
  /** Appends a message to the queue, however long that takes; false when it was stopped before. */
  readonly moveOn: (peek: EnvelopePeek, record: Uint8Array) => Promise<boolean>;
  readonly guard: RepeatGuard;
  readonly log: Logger;
}

/** Accounts whose agents are to be turned away, and those of them that have sent. */
export interface HeldLane {
  readonly accounts: readonly AccountId[];
  readonly senders: readonly AgentId[];
}

/**
 * Takes the messages of accounts that send more than they may out of the way of the others: they are made durable on
 * the disk and acknowledged, and moved on into the queue as fast as the account may send. While anything of an account
 * waits, what it sends joins the end, so that its messages keep their order.
 *
 * What was moved on is noted after that, so a killed process moves something on twice. It says of each message where it
 * waited, by which ingestion knows the second one.
 */
export class SetAside {
  readonly #deps: SetAsideDeps;
  /** Bytes in a lane above which its accounts' agents are turned away, until half of it is gone. */
  readonly #heldBytes: number;
  /** Null before the start. */
  #disk: Lanes | null = null;
  #lanes: readonly Lane[] = [];
  readonly #byAccount = new Map<AccountId, Lane>();
  #moving: Periodic | null = null;

  constructor(heldBytes: number, deps: SetAsideDeps) {
    this.#heldBytes = heldBytes;
    this.#deps = deps;
  }

  /** Messages that wait. */
  get messages(): number {
    return this.#lanes.reduce((sum, { index }) => sum + this.#open.depth(index).entries, 0);
  }

  get bytes(): number {
    return this.#lanes.reduce((sum, { index }) => sum + this.#open.depth(index).bytes, 0);
  }

  /** Accounts of which something waits. */
  get accounts(): number {
    return this.#byAccount.size;
  }

  /** Accounts that wait for others, because they have to share a lane. */
  get accountsSharing(): number {
    return this.#lanes.reduce((sum, { accounts }) => sum + (accounts.size > 1 ? accounts.size : 0), 0);
  }

  /** Finds what an earlier run left, and begins to move it on. @throws Error when the disk cannot be read */
  async start(): Promise<void> {
    const disk = await this.#deps.openLanes();
    this.#disk = disk;
    this.#lanes = Array.from({ length: disk.lanes }, (_, index) => new Lane(index));
    for (const lane of this.#lanes) {
      if (this.#open.depth(lane.index).entries > 0) await this.#recover(lane);
    }
    const { log } = this.#deps;
    this.#moving = repeat(
      TICK_MS,
      () => this.#moveAll(),
      (err) => log.error({ err }, 'Messages that were set aside cannot be moved on; it is tried again'),
    );
  }

  /** Moves nothing more; what waits is moved on by the next run. */
  async stop(): Promise<void> {
    await this.#moving?.stop();
    await this.#disk?.close();
  }

  /**
   * Tells whether a message may go to the queue at once, and counts it then. If not, it belongs to `put`, which has to
   * be called in the same turn.
   */
  mayPass(account: AccountId, bytes: number): boolean {
    if (this.#byAccount.has(account)) return false;
    const { policies, meters } = this.#deps;
    const policy = policies.known(account);
    if (meters.allowance(policy) !== 'ok') return false;
    meters.spend(account, policy, bytes);
    return true;
  }

  /** Makes a message durable beside the queue. @throws Error when the disk refuses it; it was not taken then */
  async put(envelope: Envelope): Promise<void> {
    const lane = this.#byAccount.get(envelope.account) ?? this.#give(envelope.account);
    lane.noteSender(envelope.agent);
    lane.appending++;
    try {
      await this.#open.append(lane.index, encodeEnvelope(envelope));
    } finally {
      lane.appending--;
    }
  }

  /** Finds the lanes in which too much waits, with who sent since they were found before. */
  held(): HeldLane[] {
    const held: HeldLane[] = [];
    for (const lane of this.#lanes) {
      const { bytes } = this.#open.depth(lane.index);
      lane.isHeld = bytes > this.#heldBytes || (lane.isHeld && bytes > this.#heldBytes / 2);
      if (lane.isHeld) held.push({ accounts: [...lane.accounts], senders: lane.takeSenders() });
    }
    return held;
  }

  get #open(): Lanes {
    if (this.#disk === null) throw new Error('Nothing can be set aside before the start');
    return this.#disk;
  }

  /** Everything is read once, because several accounts may have had to share the lane. */
  async #recover(lane: Lane): Promise<void> {
    lane.isKnown = false;
    for await (const entries of this.#open.readAll(lane.index)) {
      for (const { record } of entries) {
        const account = this.#peek(record)?.account;
        if (account !== undefined) this.#join(account, lane);
      }
    }
  }

  #give(account: AccountId): Lane {
    const [first] = this.#lanes;
    if (first === undefined) throw new Error('There are no lanes');
    const lane = this.#lanes.reduce((best, each) => (each.accounts.size < best.accounts.size ? each : best), first);
    this.#join(account, lane);
    if (lane.accounts.size > 1) this.#warnOfSharing();
    return lane;
  }

  #warnOfSharing(): void {
    const { guard, log } = this.#deps;
    guard.warn('lanes', (held) =>
      log.warn(
        { accounts: this.accounts, lanes: this.#lanes.length, held },
        'More accounts are above their limits than there are lanes, so some wait for each other: HAWSER_ASIDE_LANES',
      ),
    );
  }

  #join(account: AccountId, lane: Lane): void {
    lane.accounts.add(account);
    this.#byAccount.set(account, lane);
  }

  async #moveAll(): Promise<void> {
    const moved = new Map<number, EntryId>();
    const moves = await Promise.allSettled(
      this.#lanes
        .filter(({ accounts }) => accounts.size > 0)
        .map(async (lane) => {
          const upTo = await this.#move(lane);
          if (upTo !== null) moved.set(lane.index, upTo);
        }),
    );
    // A lane that cannot be read keeps nobody from noting what the others have moved on.
    if (moved.size > 0) await this.#open.moved(moved);
    for (const lane of this.#lanes) if (this.#isDone(lane)) this.#leave(lane);
    const failed = moves.find((move) => move.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  /** Moves on what may be moved on now. @returns the last entry that is in the queue now */
  async #move(lane: Lane): Promise<EntryId | null> {
    if (!lane.isKnown && !(await this.#readLimits(lane))) return null;
    if (lane.ahead.length === 0) await this.#readAhead(lane);
    const appends: { readonly id: EntryId; readonly isDurable: Promise<boolean> }[] = [];
    for (let message = lane.ahead[0]; message !== undefined && this.#mayMove(message); message = lane.ahead[0]) {
      lane.ahead.shift();
      appends.push({ id: message.id, isDurable: this.#moveOn(lane, message) });
    }
    let upTo: EntryId | null = null;
    for (const { id, isDurable } of appends) {
      if (!(await isDurable)) break;
      upTo = id;
    }
    return upTo;
  }

  async #readAhead(lane: Lane): Promise<void> {
    const entries = await this.#open.read(lane.index);
    lane.ahead = entries.map(({ id, record }) => ({ id, record, peek: this.#peek(record) }));
  }

  async #moveOn(lane: Lane, { id, record, peek }: WaitingMessage): Promise<boolean> {
    if (peek === null) return true;
    return this.#deps.moveOn(peek, withPlace(record, this.#open.placeOf(lane.index, id)));
  }

  /** Without them everything would pass; while the database is away it waits. */
  async #readLimits(lane: Lane): Promise<boolean> {
    const { policies, guard, log } = this.#deps;
    try {
      for (const account of lane.accounts) await policies.read(account);
      lane.isKnown = true;
    } catch (err) {
      guard.warn('limits of accounts', (held) =>
        log.warn({ err, held }, 'Messages set aside wait, because the limits of their accounts cannot be read'),
      );
    }
    return lane.isKnown;
  }

  /** Counts the message when it may. */
  #mayMove({ peek }: WaitingMessage): boolean {
    if (peek === null) return true;
    const { policies, meters } = this.#deps;
    const policy = policies.known(peek.account);
    if (meters.allowance(policy) !== 'ok') return false;
    meters.spend(peek.account, policy, peek.payloadBytes);
    return true;
  }

  #isDone({ index, accounts, appending, ahead }: Lane): boolean {
    return accounts.size > 0 && appending === 0 && ahead.length === 0 && this.#open.depth(index).entries === 0;
  }

  #leave(lane: Lane): void {
    for (const account of lane.accounts) this.#byAccount.delete(account);
    lane.accounts.clear();
    lane.isHeld = false;
    lane.takeSenders();
  }

  /** @returns null for what somebody else has put there */
  #peek(record: Uint8Array): EnvelopePeek | null {
    try {
      return peekEnvelope(record);
    } catch (err) {
      if (!(err instanceof EnvelopeError)) throw err;
      this.#deps.log.error({ err }, 'Something that was set aside is no message, and is passed over');
      return null;
    }
  }
}
