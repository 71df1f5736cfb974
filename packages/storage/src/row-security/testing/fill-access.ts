import { type AccountId, type AgentId, newId, type UserId } from '@hawser/core';
import type { Queryable } from '../../database.ts';

/** Whose rows they are. */
interface Owner {
  readonly accountId: AccountId;
  readonly user: UserId;
  readonly agent: AgentId;
  readonly name: string;
}

/** Gives an account one row in each of the tables that say who may do what, and what was done. */
export async function fillAccess(db: Queryable, owner: Owner): Promise<void> {
  for (const [statement, params] of rowsOf(owner)) await db.query(statement, params);
}

function rowsOf({ accountId, user, agent, name }: Owner): readonly (readonly [string, readonly unknown[]])[] {
  const [key, fleet, family] = [newId(), newId(), newId()];
  const hash = new TextEncoder().encode(name);
  return [
    [`INSERT INTO roles (id, account_id, name, permissions) VALUES ($1, $2, $3, '[]')`, [newId(), accountId, name]],
    ['INSERT INTO fleets (id, account_id, name) VALUES ($1, $2, $3)', [fleet, accountId, name]],
    ['INSERT INTO fleet_members (fleet_id, agent_id, account_id) VALUES ($1, $2, $3)', [fleet, agent, accountId]],
    [
      `INSERT INTO grants (id, user_id, built_in, account_id, descendants) VALUES ($1, $2, 'viewer', $3, true)`,
      [newId(), user, accountId],
    ],
    [`INSERT INTO token_keys (id, key) VALUES ($1, '')`, [key]],
    [
      `INSERT INTO api_tokens (id, account_id, user_id, name, prefix, key_id, secret_hash, permissions, expires_at)
        VALUES ($1, $2, $3, $4, $4, $5, '', '[]', now())`,
      [newId(), accountId, user, name, key],
    ],
    [
      `INSERT INTO invitations (id, account_id, email, grants, token_hash, created_at, expires_at)
        VALUES ($1, $2, $3, '[]', $4, now(), now())`,
      [newId(), accountId, name, hash],
    ],
    [
      `INSERT INTO oidc_mappings (id, account_id, group_name, built_in, descendants) VALUES ($1, $2, $3, 'viewer', true)`,
      [newId(), accountId, name],
    ],
    [`INSERT INTO oidc_identities (issuer, subject, user_id) VALUES ('issuer', $1, $2)`, [name, user]],
    [`INSERT INTO user_totp (user_id, secret, created_at) VALUES ($1, '', now())`, [user]],
    ['INSERT INTO recovery_codes (user_id, code_hash) VALUES ($1, $2)', [user, hash]],
    ['INSERT INTO sign_in_challenges (token_hash, user_id, expires_at) VALUES ($1, $2, now())', [hash, user]],
    [
      `INSERT INTO trusted_browsers (id, user_id, token_hash, address, user_agent, created_at, last_used_at, expires_at)
        VALUES ($1, $2, $3, '', '', now(), now(), now())`,
      [newId(), user, hash],
    ],
    [
      `INSERT INTO sessions (family, user_id, address, user_agent, created_at, last_used_at, expires_at)
        VALUES ($1, $2, '', '', now(), now(), now())`,
      [family, user],
    ],
    [
      'INSERT INTO refresh_tokens (id, family, user_id, token_hash, expires_at) VALUES ($1, $2, $3, $4, now())',
      [newId(), family, user, hash],
    ],
    [
      `INSERT INTO one_time_tokens (token_hash, purpose, user_id, expires_at) VALUES ($1, 'sign-in', $2, now())`,
      [hash, user],
    ],
    ['INSERT INTO account_usage (account_id, day, messages, bytes) VALUES ($1, now(), 0, 0)', [accountId]],
    [
      `INSERT INTO limit_crossings (account_id, name, level, since, seen_at) VALUES ($1, 'agents', 'near', now(), now())`,
      [accountId],
    ],
    ['INSERT INTO account_holds (account_id, held_until) VALUES ($1, now())', [accountId]],
    [
      `INSERT INTO account_deletions (account_id, parent_id, name, path, requested_at) VALUES ($1, $2, $3, '', now())`,
      [newId(), accountId, name],
    ],
    [`INSERT INTO audit_heads (account_id, seq, hash) VALUES ($1, 1, '')`, [accountId]],
    [
      `INSERT INTO audit_entries (account_id, seq, hash, at, actor_kind, action, resource_kind, outcome, attempts)
        VALUES ($1, 1, '', now(), 'system', 'agent.create', 'agent', 'success', 1)`,
      [accountId],
    ],
  ];
}
