import { type AccountId, type AuditOutcome, isUuid, Problem } from '@hawser/core';
import type { Queryable } from '../database.ts';
import { decodePageCursor, encodePageCursor } from '../series/page-cursor.ts';
import { AUDIT_COLUMNS, type AuditRow, type StoredAuditEntry, storedEntry } from './stored-audit-entry.ts';

export interface AuditFilter {
  /** Milliseconds since the Unix epoch; included. */
  readonly from?: number;
  /** Milliseconds since the Unix epoch; not included. */
  readonly to?: number;
  /** Id or name. */
  readonly actor?: string;
  /** One action, or all of a kind of resource as in `agent.*`. */
  readonly action?: string;
  /** Id or name. */
  readonly resource?: string;
  readonly outcome?: AuditOutcome;
}

export interface AuditPage {
  readonly items: readonly StoredAuditEntry[];
  /** Give it back to continue; null after the last page. */
  readonly nextCursor: string | null;
}

export interface AuditRepository {
  /**
   * Lists the entries of one account, the newest first.
   *
   * @throws Problem `bad-request` when the cursor is not one
   */
  list(accountId: AccountId, filter: AuditFilter, page: { limit: number; cursor: string | null }): Promise<AuditPage>;
  /** Reads the entries of one account in the order of the chain, a page at a time: those there are at the start. */
  read(accountId: AccountId, filter: AuditFilter): AsyncGenerator<readonly StoredAuditEntry[]>;
}

const READ_PAGE = 500;
/** Beyond this, the text form of a `Date` is none that PostgreSQL reads. */
const LAST_TIME = Date.UTC(9999, 11, 31);

export function createAuditRepository(db: Queryable): AuditRepository {
  return {
    async list(accountId, filter, { limit, cursor }) {
      const where = conditions(accountId, filter);
      if (cursor !== null) where.add((at, seq) => `(at, seq) < (${at}, ${seq})`, ...parseCursor(cursor));
      const sql = `SELECT ${AUDIT_COLUMNS} FROM audit_entries WHERE ${where.sql()} ORDER BY at DESC, seq DESC LIMIT ${limit + 1}`;
      const rows = await db.query<AuditRow>(sql, where.params);
      const items = rows.slice(0, limit).map(storedEntry);
      const last = items.at(-1);
      const isLast = rows.length <= limit || last === undefined;
      return { items, nextCursor: isLast ? null : encodePageCursor([last.at, last.seq]) };
    },
    async *read(accountId, filter) {
      const [head] = await db.query<{ seq: number }>('SELECT seq FROM audit_heads WHERE account_id = $1', [accountId]);
      let after = 0;
      for (;;) {
        const where = conditions(accountId, filter).add(
          (from, to) => `seq > ${from} AND seq <= ${to}`,
          after,
          head?.seq ?? 0,
        );
        const sql = `SELECT ${AUDIT_COLUMNS} FROM audit_entries WHERE ${where.sql()} ORDER BY seq LIMIT ${READ_PAGE}`;
        const entries = (await db.query<AuditRow>(sql, where.params)).map(storedEntry);
        if (entries.length > 0) yield entries;
        const last = entries.at(-1);
        if (last === undefined || entries.length < READ_PAGE) return;
        after = last.seq;
      }
    },
  };
}

/** The conditions of a statement, with their parameters. */
class Conditions {
  readonly params: unknown[] = [];
  readonly #parts: string[] = [];

  /** @param part - takes the placeholders of `values` */
  add(part: (...placeholders: string[]) => string, ...values: readonly unknown[]): this {
    this.#parts.push(part(...values.map((value) => `$${this.params.push(value)}`)));
    return this;
  }

  sql(): string {
    return this.#parts.join(' AND ');
  }
}

function conditions(accountId: AccountId, filter: AuditFilter): Conditions {
  const { from, to, actor, action, resource, outcome } = filter;
  const where = new Conditions().add((id) => `account_id = ${id}`, accountId);
  if (from !== undefined) where.add((time) => `at >= ${time}`, new Date(from));
  if (to !== undefined) where.add((time) => `at < ${time}`, new Date(to));
  if (actor !== undefined) where.add((value) => `actor_${idOrName(actor)} = ${value}`, actor);
  if (resource !== undefined) where.add((value) => `resource_${idOrName(resource)} = ${value}`, resource);
  if (outcome !== undefined) where.add((value) => `outcome = ${value}`, outcome);
  if (action?.endsWith('.*')) where.add((prefix) => `action LIKE ${prefix}`, `${likeText(action.slice(0, -1))}%`);
  else if (action !== undefined) where.add((value) => `action = ${value}`, action);
  return where;
}

function idOrName(text: string): 'id' | 'name' {
  return isUuid(text) ? 'id' : 'name';
}

function likeText(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

function parseCursor(cursor: string): [Date, number] {
  const [at, seq] = decodePageCursor(cursor, ['number', 'number']).map(Number);
  if (at === undefined || seq === undefined || at < 0 || at > LAST_TIME) {
    throw new Problem('bad-request', 'The cursor is not valid.', { hint: 'Use the cursor of the page before.' });
  }
  return [new Date(at), seq];
}
