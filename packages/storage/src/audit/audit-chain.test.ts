import { type AccountId, type AuditEntry, newId } from '@hawser/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Queryable } from '../database.ts';
import { TEST_ENGINES, type TestEngine } from '../readings/testing/engines.ts';
import { appendAuditEntry } from './append-audit-entry.ts';
import { createAuditRepository } from './audit-repository.ts';
import { expireAuditEntries } from './expire-audit-entries.ts';
import { listAuditChains, verifyAuditChain } from './verify-chain.ts';

const NOON = Date.UTC(2024, 4, 1, 12);
const DAY_MS = 86_400_000;

function entryOf(accountId: AccountId, part: Partial<AuditEntry> = {}): AuditEntry {
  return {
    accountId,
    at: NOON,
    actor: { kind: 'user', id: 'u-1', name: 'ann@example.com' },
    address: '192.0.2.1',
    userAgent: 'test',
    action: 'agent.update',
    resource: { kind: 'agent', id: 'a-1', name: 'pump' },
    outcome: 'success',
    code: null,
    count: 1,
    correlationId: 'request-1',
    before: { name: 'pump', tags: ['b', 'a'], disabled: false },
    after: { tags: [], nested: { z: 1.5e-7, a: -0, big: 1e21, text: 'ü\u{1f600}"\\\u2028' } },
    ...part,
  };
}

describe.each(TEST_ENGINES)('the audit on %s', (name, open) => {
  let engine: TestEngine;
  let account: AccountId;

  beforeAll(async () => {
    engine = await open();
  });
  beforeEach(() => {
    account = newId<AccountId>();
  });
  afterAll(() => engine.close());

  async function append(...parts: Partial<AuditEntry>[]): Promise<number[]> {
    const seqs: number[] = [];
    for (const part of parts) seqs.push(await appendAuditEntry(engine.database, entryOf(account, part)));
    return seqs;
  }

  /** What somebody does who owns the tables. */
  async function tamper(sql: string): Promise<void> {
    const toggle = (how: 'DISABLE' | 'ENABLE') =>
      ['audit_entries', 'audit_heads'].map((table) => `ALTER TABLE ${table} ${how} TRIGGER USER;`).join('');
    await engine.database.query(`${toggle('DISABLE')} ${sql}; ${toggle('ENABLE')}`);
  }

  const verify = () => verifyAuditChain(engine.database, account);
  const own = () => `account_id = '${account}'`;

  it('numbers the entries without gaps and computes the same hashes again', async () => {
    expect(await append({}, { before: null, after: null }, { userAgent: `\0${'x'.repeat(400)}\u{d800}` })).toEqual([
      1, 2, 3,
    ]);
    expect(await verify()).toMatchObject({ intact: true, entries: 3, firstSeq: 1, seq: 3 });
    expect(await listAuditChains(engine.database)).toContain(account);
  });

  it('does not fork when many append at once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => append({})));
    expect(await verify()).toMatchObject({ intact: true, entries: 20 });
  });

  it('keeps nothing of an entry whose transaction is rolled back', async () => {
    await append({});
    const failing = engine.database.transaction(async (tx) => {
      await appendAuditEntry(tx, entryOf(account));
      throw new Error('the change failed');
    });
    await expect(failing).rejects.toThrow('the change failed');
    expect(await append({})).toEqual([2]);
    expect(await verify()).toMatchObject({ intact: true, entries: 2 });
  });

  it.each([
    ['an edited entry', `UPDATE audit_entries SET actor_name = 'bob' WHERE OWN AND seq = 2`, 2],
    ['an edited value', `UPDATE audit_entries SET before = '{"name":"other"}' WHERE OWN AND seq = 3`, 3],
    ['an entry whose hash was computed anew', `UPDATE audit_entries SET hash = sha256('x') WHERE OWN AND seq = 2`, 2],
    ['a deleted entry', 'DELETE FROM audit_entries WHERE OWN AND seq = 2', 2],
    ['a deleted first entry', 'DELETE FROM audit_entries WHERE OWN AND seq = 1', 1],
    [
      'two that changed places',
      `UPDATE audit_entries SET seq = 99 WHERE OWN AND seq = 2; UPDATE audit_entries SET seq = 2 WHERE OWN AND seq = 3;
       UPDATE audit_entries SET seq = 3 WHERE OWN AND seq = 99`,
      2,
    ],
    ['a cut tail', 'DELETE FROM audit_entries WHERE OWN AND seq > 2', 3],
    ['a head that was set back', 'UPDATE audit_heads SET seq = 2 WHERE OWN', 3],
    [
      'a tail cut together with the number of the head',
      'DELETE FROM audit_entries WHERE OWN AND seq > 2; UPDATE audit_heads SET seq = 2 WHERE OWN',
      2,
    ],
    ['a deleted head', 'DELETE FROM audit_heads WHERE OWN', 1],
    ['all entries deleted', 'DELETE FROM audit_entries WHERE OWN', 1],
    ['a checkpoint that is no entry', 'UPDATE audit_heads SET checkpoint_seq = 2 WHERE OWN', 1],
  ])('shows %s', async (_what, sql, seq) => {
    await append({}, { at: NOON + 1 }, { at: NOON + 2 }, { at: NOON + 3 });
    await tamper(sql.replaceAll('OWN', own()));
    expect(await verify()).toMatchObject({ intact: false, seq });
  });

  it.each([
    'UPDATE audit_entries SET outcome = outcome WHERE OWN',
    'DELETE FROM audit_entries WHERE OWN',
    'TRUNCATE audit_entries',
    'DELETE FROM audit_heads WHERE OWN',
    'UPDATE audit_heads SET seq = seq - 1 WHERE OWN',
    `UPDATE audit_heads SET hash = sha256('x') WHERE OWN`,
    'UPDATE audit_heads SET checkpoint_seq = 1 WHERE OWN',
  ])('refuses %s', async (sql) => {
    await append({}, {});
    await expect(engine.database.query(sql.replaceAll('OWN', own()))).rejects.toThrow('append-only');
    expect(await verify()).toMatchObject({ intact: true, entries: 2 });
  });

  it('drops the oldest at the end of their retention, and verifies the rest', async () => {
    await append({ at: NOON - 2 * DAY_MS }, { at: NOON - DAY_MS - 1 }, { at: NOON }, { at: NOON - 3 * DAY_MS });
    const expiry = { olderThan: NOON - DAY_MS, now: NOON, limit: 1 };
    expect(await expireAuditEntries(engine.database, expiry)).toBe(true);
    expect(await verify()).toMatchObject({ intact: true, firstSeq: 2, seq: 5 });
    expect(await expireAuditEntries(engine.database, { ...expiry, limit: 10 })).toBe(false);
    expect(await expireAuditEntries(engine.database, { ...expiry, limit: 10 })).toBe(false);
    const { items } = await createAuditRepository(engine.database).list(account, {}, { limit: 10, cursor: null });
    expect(items.map(({ seq }) => seq).sort()).toEqual([3, 4, 5, 6]);
    expect(items.find(({ seq }) => seq === 6)).toMatchObject({
      action: 'audit.expire',
      before: { entries: 1, up_to: 2 },
    });
    expect(await verify()).toMatchObject({ intact: true, entries: 4, firstSeq: 3, seq: 6 });
  });

  it.runIf(name === 'PostgreSQL')('keeps a new entry that its retention had to wait for', async () => {
    await append({ at: NOON - 2 * DAY_MS }, { at: NOON - 2 * DAY_MS });
    const isWaitedFor = async (tx: Queryable): Promise<boolean> => {
      const [row] = await tx.query<{ waiting: boolean }>(
        'SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))) AS waiting',
      );
      return row?.waiting ?? false;
    };
    const expiring = await engine.database.transaction(async (tx) => {
      await appendAuditEntry(tx, entryOf(account));
      const expired = expireAuditEntries(engine.database, { olderThan: NOON - DAY_MS, now: NOON, limit: 10 });
      while (!(await isWaitedFor(tx)));
      return { expired };
    });
    await expiring.expired;
    const { items } = await createAuditRepository(engine.database).list(account, {}, { limit: 10, cursor: null });
    expect(items.map(({ seq }) => seq)).toEqual([4, 3]);
    expect(await verify()).toMatchObject({ intact: true, firstSeq: 3, seq: 4 });
  });

  it('lists the newest first, page by page, and reads in the order of the chain', async () => {
    await append({ at: NOON }, { at: NOON + 1 }, { at: NOON + 1 }, { at: NOON + 2 });
    const repository = createAuditRepository(engine.database);
    const seqs: number[] = [];
    let cursor: string | null = null;
    do {
      const page = await repository.list(account, {}, { limit: 3, cursor });
      seqs.push(...page.items.map(({ seq }) => seq));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seqs).toEqual([4, 3, 2, 1]);
    const read: number[] = [];
    for await (const entries of repository.read(account, {})) read.push(...entries.map(({ seq }) => seq));
    expect(read).toEqual([1, 2, 3, 4]);
  });

  it.each([
    [{ from: NOON + 1 }, [3, 2]],
    [{ to: NOON + 1 }, [1]],
    [{ actor: 'bob@example.com' }, [2]],
    [{ action: 'agent.update' }, [3, 1]],
    [{ action: 'dead_letter.*' }, [2]],
    [{ action: 'deadxletter.*' }, []],
    [{ resource: '01890a5d-ac96-774b-bcce-b302099a8057' }, [3]],
    [{ resource: 'pump' }, [2, 1]],
    [{ outcome: 'denied' as const, actor: 'bob@example.com' }, [2]],
    [{ outcome: 'failed' as const }, []],
  ])('finds by %j', async (filter, expected) => {
    await append(
      {},
      {
        at: NOON + 1,
        actor: { kind: 'user', id: null, name: 'bob@example.com' },
        action: 'dead_letter.delete',
        outcome: 'denied',
      },
      { at: NOON + 2, resource: { kind: 'agent', id: '01890a5d-ac96-774b-bcce-b302099a8057', name: 'fan' } },
    );
    const { items } = await createAuditRepository(engine.database).list(account, filter, { limit: 10, cursor: null });
    expect(items.map(({ seq }) => seq)).toEqual(expected);
  });
});
