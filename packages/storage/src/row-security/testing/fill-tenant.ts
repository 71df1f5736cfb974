import { type AccountId, type AgentId, newId, type UserId } from '@hawser/core';
import type { Account } from '../../accounts/account.ts';
import { createAccountRepository } from '../../accounts/account-repository.ts';
import { createAgentRepository } from '../../agents/agent-repository.ts';
import { createCredentialRepository } from '../../agents/credential-repository.ts';
import type { Database } from '../../database.ts';
import { createSeriesRepository } from '../../series/series-repository.ts';
import { createUserRepository } from '../../users/user-repository.ts';
import { fillAccess } from './fill-access.ts';

/** Everything that an account can have, in one account. */
export interface Tenant {
  readonly account: Account;
  readonly user: UserId;
  readonly agent: AgentId;
  readonly series: number;
}

/** Makes an account and gives it one of everything. */
export async function fillTenant(db: Database, name: string, parentId: AccountId): Promise<Tenant> {
  const account = await createAccountRepository(db).create({ name, parentId });
  const accountId = account.id;
  const user = await createUserRepository(db).create({
    accountId,
    email: `${name}@example.com`,
    passwordHash: '-',
  });
  const agent = await createAgentRepository(db).create({ accountId, name: 'agent', description: '', tags: [] });
  const hash = new TextEncoder().encode(name);
  await createCredentialRepository(db).issue({ agentId: agent.id, username: `agent-of-${name}`, passwordHash: hash });
  const key = {
    accountId,
    agentId: agent.id,
    device: 'd',
    metric: 'm',
    unit: null,
    kind: 'number',
    protocol: 'native',
  } as const;
  const [series] = [...(await createSeriesRepository(db).resolve([key])).values()];
  if (series === undefined) throw new Error('a series that was resolved is missing');
  await db.query('INSERT INTO latest_readings (series_id, time, value, quality) VALUES ($1, now(), 1, 0)', [series.id]);
  await db.query('INSERT INTO series_purge (series_id) VALUES ($1)', [series.id]);
  await db.query('INSERT INTO agent_presence (agent_id, online, lease_until) VALUES ($1, true, now())', [agent.id]);
  await db.query(`INSERT INTO ledger (account_id, agent_id, minute, messages_received) VALUES ($1, $2, 'epoch', 1)`, [
    accountId,
    agent.id,
  ]);
  await db.query(
    `INSERT INTO dead_letters VALUES ($1, $2, $3, 'agent', 'default', 't', 'native', 'telemetry', NULL, now(), now(),
      'malformed', '', NULL, '', 0, 0, NULL)`,
    [newId(), accountId, agent.id],
  );
  await db.query(
    `INSERT INTO sign_in_failures SELECT sha256(convert_to('user ' || email, 'UTF8')), 1, now(), now()
      FROM users WHERE id = $1`,
    [user.id],
  );
  await db.query('INSERT INTO account_readers (role_name, account_id) VALUES ($1, $2)', [`reader_${name}`, accountId]);
  await fillAccess(db, { accountId, user: user.id, agent: agent.id, name });
  return { account, user: user.id, agent: agent.id, series: series.id };
}
