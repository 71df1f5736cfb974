import {
  type AccountId,
  type AuditAction,
  type AuditActor,
  type AuditEntry,
  type AuditedChange,
  type AuditedKind,
  type AuditedResource,
  auditedChange,
  isUuid,
  type ProblemCode,
} from '@hawser/core';
import { appendAuditEntry, type Database, type Transaction } from '@hawser/storage';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from './actor-of.ts';
import type { AuditRecorder } from './audit-recorder.ts';
import { actionOf, isChange, outcomeOf } from './refusal.ts';

const NO_CHANGE: AuditedChange = Object.freeze({ before: null, after: null });

/** What a request was about. */
export interface AuditSubject {
  readonly kind: AuditedKind;
  readonly id?: string;
  readonly name?: string;
}

/**
 * The one entry that a request leaves in the audit. Handlers say what they know; who asked, from where and with what
 * outcome is added when the answer is sent, or when their transaction ends.
 */
export class RequestAudit {
  readonly #request: FastifyRequest;
  readonly #recorder: AuditRecorder;
  #subject: AuditSubject | null = null;
  #change: AuditedChange = NO_CHANGE;
  #actor: AuditActor | null = null;
  #account: AccountId | null = null;
  #incident: AuditAction | null = null;
  #settled = false;

  constructor(request: FastifyRequest, recorder: AuditRecorder) {
    this.#request = request;
    this.#recorder = recorder;
  }

  /** Names the resource, once it is known; until then the entry has what the path says. */
  on(subject: AuditSubject): this {
    this.#subject = subject;
    return this;
  }

  /**
   * Says what changed. Only the fields of `AUDITED_FIELDS` are recorded, and of them those that differ.
   *
   * @param before - null when it was made
   * @param after - null when it was deleted
   */
  change(before: object | null, after: object | null): this {
    this.#change = auditedChange(this.#kind(), before, after);
    return this;
  }

  /** Names who did it, on routes where that turns out later than usual. */
  by(actor: AuditActor): this {
    this.#actor = actor;
    return this;
  }

  /** Puts the entry into the chain of another account than the path's or the caller's own. */
  in(account: AccountId): this {
    this.#account = account;
    return this;
  }

  /** Says what came to light, on a route of which nothing is recorded otherwise. */
  incident(action: AuditAction): this {
    this.#incident = action;
    return this;
  }

  /**
   * Runs `work` in a transaction that has the entry in it: neither the change nor its entry can be there without the
   * other. To be used for the one transaction of a request that changes something. See `Database.transaction`.
   *
   * @param db - where it is run, when that is not as usual
   * @param refusal - code of the problem with which a request will be refused that changes something all the same
   */
  async transaction<Result>(
    work: (tx: Transaction) => Promise<Result>,
    db: Pick<Database, 'transaction'> = this.#recorder.database(this.#request.session !== null),
    refusal: (result: Result) => ProblemCode | null = () => null,
  ): Promise<Result> {
    const fallback = await this.#recorder.fallbackAccount();
    const result = await db.transaction(async (tx) => {
      const done = await work(tx);
      const code = refusal(done);
      const outcome = { outcome: code === null ? 'success' : 'denied', code } as const;
      await appendAuditEntry(tx, { ...this.#entry(fallback), ...outcome, ...this.#change });
      return done;
    });
    this.#settled = true;
    return result;
  }

  /**
   * Leaves the entry, unless a transaction did.
   *
   * @throws Problem `unavailable` when it cannot be written
   */
  async settle(reply: FastifyReply): Promise<void> {
    if (this.#settled || this.#actionOrNull() === null) return;
    const outcome = outcomeOf(this.#request, reply);
    if (outcome === null || (outcome !== 'denied' && !isChange(this.#request))) return;
    // A failure to write is answered, and comes by here again.
    this.#settled = true;
    const entry = this.#entry(await this.#recorder.fallbackAccount());
    const isDone = outcome === 'success';
    const code = isDone ? null : this.#request.problemCode;
    await this.#recorder.record({ ...entry, outcome, code, ...(isDone ? this.#change : NO_CHANGE) });
  }

  #entry(fallback: AccountId): Omit<AuditEntry, 'outcome' | 'code' | 'before' | 'after'> {
    const request = this.#request;
    const { session, account } = request;
    return {
      accountId: this.#account ?? account?.id ?? session?.account.id ?? fallback,
      at: this.#recorder.clock(),
      actor: this.#actor ?? actorOf(session),
      address: request.ip,
      userAgent: request.headers['user-agent'] ?? null,
      action: this.#action(),
      resource: { ...this.#fromPath(), ...this.#subject },
      count: 1,
      correlationId: request.id,
    };
  }

  #actionOrNull(): string | null {
    return this.#incident ?? actionOf(this.#request);
  }

  #action(): string {
    const action = this.#actionOrNull();
    if (action === null) throw new Error('a handler used the audit of a route that has none');
    return action;
  }

  #kind(): AuditedKind {
    // A route's action is typed to begin with one.
    return this.#subject?.kind ?? (this.#action().split('.')[0] as AuditedKind);
  }

  /** The last parameter of a path names what it is about; when it is the first one, that is the account. */
  #fromPath(): AuditedResource {
    const { account: named, ...others } = (this.#request.params ?? {}) as Record<string, string>;
    const last = Object.values(others).at(-1);
    if (last !== undefined) return { kind: this.#kind(), ...idOrName(last) };
    const { account } = this.#request;
    if (account !== null) return { kind: 'account', id: account.id, name: account.name };
    return named === undefined ? { kind: this.#kind(), id: null, name: null } : { kind: 'account', ...idOrName(named) };
  }
}

function idOrName(text: string): Pick<AuditedResource, 'id' | 'name'> {
  return isUuid(text) ? { id: text, name: null } : { id: null, name: text };
}
