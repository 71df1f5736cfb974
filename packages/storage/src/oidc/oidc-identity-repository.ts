import type { AccountId, UserId } from '@hawser/core';
import type { Queryable } from '../database.ts';

/** A person as the identity provider names them: for good, and never anybody else. */
export interface OidcIdentity {
  readonly issuer: string;
  readonly subject: string;
}

export interface OidcIdentityRepository {
  userOf(identity: OidcIdentity): Promise<UserId | null>;
  /** Tells whether a user signs in through a provider. */
  belongsTo(userId: UserId): Promise<boolean>;
  link(identity: OidcIdentity, userId: UserId): Promise<void>;
  /** Whether people whose verified e-mail address a user of the account has become that user. */
  linksByEmail(accountId: AccountId): Promise<boolean>;
  setLinksByEmail(accountId: AccountId, links: boolean): Promise<void>;
}

const USER_OF = 'SELECT user_id AS "userId" FROM oidc_identities WHERE issuer = $1 AND subject = $2';

/** Who of an identity provider is which user, on a database or in a transaction of it. */
export function createOidcIdentityRepository(db: Queryable): OidcIdentityRepository {
  return {
    async userOf({ issuer, subject }) {
      const [row] = await db.query<{ userId: UserId }>(USER_OF, [issuer, subject]);
      return row?.userId ?? null;
    },
    async belongsTo(userId) {
      return (await db.query('SELECT user_id FROM oidc_identities WHERE user_id = $1', [userId])).length > 0;
    },
    async link({ issuer, subject }, userId) {
      const sql = 'INSERT INTO oidc_identities (issuer, subject, user_id) VALUES ($1, $2, $3)';
      await db.query(sql, [issuer, subject, userId]);
    },
    async linksByEmail(accountId) {
      const sql = 'SELECT oidc_link_by_email AS links FROM accounts WHERE id = $1';
      const [row] = await db.query<{ links: boolean }>(sql, [accountId]);
      return row?.links ?? false;
    },
    async setLinksByEmail(accountId, links) {
      await db.query('UPDATE accounts SET oidc_link_by_email = $2 WHERE id = $1', [accountId, links]);
    },
  };
}
