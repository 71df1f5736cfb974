import { type AccountId, newId, Problem, type UserId } from '@hawser/core';
import type { GrantNames, NewGrant } from '../access/grant-repository.ts';
import type { Queryable } from '../database.ts';
import { decodePageCursor, encodePageCursor } from '../series/page-cursor.ts';

/** A grant to be given later, with the names it was made with. */
export type InvitedGrant = NewGrant & GrantNames;

/** Somebody who may become a user. Times in milliseconds since the Unix epoch. */
export interface Invitation {
  readonly id: string;
  readonly accountId: AccountId;
  /** In lower case. */
  readonly email: string;
  /** What the user will be granted. */
  readonly grants: readonly InvitedGrant[];
  /** Null when that user is gone. */
  readonly invitedBy: UserId | null;
  readonly createdAt: number;
  readonly expiresAt: number;
}

export type NewInvitation = Omit<Invitation, 'id'> & { readonly tokenHash: Uint8Array };

export interface InvitationPage {
  readonly items: readonly Invitation[];
  /** Give it back to continue; null after the last page. */
  readonly nextCursor: string | null;
}

export interface InvitationRepository {
  /** @throws Problem `name-taken` when an invitation of the address waits; an expired one is replaced */
  create(invitation: NewInvitation): Promise<Invitation>;
  /** Finds an invitation of one account; null also when it belongs to another. */
  byId(accountId: AccountId, id: string): Promise<Invitation | null>;
  /**
   * Finds the invitation of a token.
   *
   * @param now - milliseconds since the Unix epoch
   * @returns null when there is none, or it has expired
   */
  byToken(tokenHash: Uint8Array, now: number): Promise<Invitation | null>;
  /**
   * Lists the invitations of one account by e-mail address.
   *
   * @throws Problem `bad-request` when the cursor is not one
   */
  list(accountId: AccountId, page: { limit: number; cursor: string | null }): Promise<InvitationPage>;
  /** Gives an invitation another token and expiry. @returns null when it is gone */
  renew(id: string, tokenHash: Uint8Array, expiresAt: number): Promise<Invitation | null>;
  /** Uses an invitation up; of two callers with the same token only one gets true. */
  take(tokenHash: Uint8Array): Promise<boolean>;
  /** @returns false when the account has no such invitation */
  remove(accountId: AccountId, id: string): Promise<boolean>;
  count(accountId: AccountId): Promise<number>;
  /** Forgets invitations that expired before `time` (milliseconds since the Unix epoch). */
  purgeExpired(time: number): Promise<void>;
}

const COLUMNS = `id, account_id AS "accountId", email, grants, invited_by AS "invitedBy", created_at AS "createdAt",
  expires_at AS "expiresAt"`;

const INSERT = `INSERT INTO invitations AS i
    (id, account_id, email, grants, invited_by, token_hash, created_at, expires_at)
  VALUES ($1, $2, lower($3), $4, $5, $6, $7, $8)
  ON CONFLICT (account_id, email) DO UPDATE SET id = excluded.id, grants = excluded.grants,
      invited_by = excluded.invited_by, token_hash = excluded.token_hash, created_at = excluded.created_at,
      expires_at = excluded.expires_at
    WHERE i.expires_at <= excluded.created_at
  RETURNING ${COLUMNS}`;

const LIST = `SELECT ${COLUMNS} FROM invitations WHERE account_id = $1 AND ($2::text IS NULL OR email > $2)
  ORDER BY email LIMIT $3`;

const RENEW = `UPDATE invitations SET token_hash = $2, expires_at = $3 WHERE id = $1 RETURNING ${COLUMNS}`;

/** Invitations, on a database or in a transaction of it. */
export function createInvitationRepository(db: Queryable): InvitationRepository {
  const first = async (sql: string, params: readonly unknown[]): Promise<Invitation | null> =>
    (await db.query<Invitation>(sql, params))[0] ?? null;
  const hasRow = async (sql: string, params: readonly unknown[]) => (await db.query(sql, params)).length > 0;
  return {
    async create({ accountId, email, grants, invitedBy, tokenHash, createdAt, expiresAt }) {
      const about = [newId(), accountId, email, JSON.stringify(grants), invitedBy, tokenHash];
      const created = await first(INSERT, [...about, new Date(createdAt), new Date(expiresAt)]);
      if (created !== null) return created;
      throw new Problem('name-taken', 'An invitation of this e-mail address is waiting already.', {
        hint: 'Send it again, or revoke it first.',
      });
    },
    byId: (accountId, id) =>
      first(`SELECT ${COLUMNS} FROM invitations WHERE account_id = $1 AND id::text = $2`, [
        accountId,
        id.toLowerCase(),
      ]),
    byToken: (tokenHash, now) =>
      first(`SELECT ${COLUMNS} FROM invitations WHERE token_hash = $1 AND expires_at > $2`, [tokenHash, new Date(now)]),
    async list(accountId, { limit, cursor }) {
      const [after] = cursor === null ? [null] : decodePageCursor(cursor, ['string']);
      const rows = await db.query<Invitation>(LIST, [accountId, after, limit + 1]);
      const items = rows.slice(0, limit);
      const last = items.at(-1);
      const nextCursor = rows.length <= limit || last === undefined ? null : encodePageCursor([last.email]);
      return { items, nextCursor };
    },
    renew: (id, tokenHash, expiresAt) => first(RENEW, [id, tokenHash, new Date(expiresAt)]),
    take: (tokenHash) => hasRow('DELETE FROM invitations WHERE token_hash = $1 RETURNING 1', [tokenHash]),
    remove: (accountId, id) =>
      hasRow('DELETE FROM invitations WHERE account_id = $1 AND id::text = $2 RETURNING 1', [
        accountId,
        id.toLowerCase(),
      ]),
    async count(accountId) {
      const sql = 'SELECT count(*) AS invitations FROM invitations WHERE account_id = $1';
      return (await db.query<{ invitations: number }>(sql, [accountId]))[0]?.invitations ?? 0;
    },
    async purgeExpired(time) {
      await db.query('DELETE FROM invitations WHERE expires_at < $1', [new Date(time)]);
    },
  };
}
