import { type TestDatabase, testDatabase } from '@hawser/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import { createPostgresDatabase } from '../postgres/postgres-database.ts';
import { readingOf, type TelemetryFixture, telemetryFixture } from '../readings/testing/telemetry-fixture.ts';
import { grantAccountReader, revokeAccountReader } from './account-readers.ts';

const TIME = Date.UTC(2024, 4, 1);
/** Roles belong to the server, which the test files share. */
const READER = `reader_${process.pid}`;
const STRANGER = `stranger_${process.pid}`;

describe('an account reader', () => {
  let test: TestDatabase;
  let own: TelemetryFixture;
  let other: TelemetryFixture;
  let reader: Database;
  let stranger: Database;

  const as = (role: string): Database => {
    const url = new URL(test.url);
    url.username = role;
    return createPostgresDatabase({ url: url.href, poolSize: 1, statementTimeoutMs: 10_000 });
  };

  beforeAll(async () => {
    test = await testDatabase();
    await test.database.query(`CREATE ROLE ${READER} LOGIN; CREATE ROLE ${STRANGER} LOGIN`);
    own = await telemetryFixture(test.database);
    other = await telemetryFixture(test.database);
    await own.commit([
      readingOf(await own.addSeries('temp'), TIME, 21.5),
      readingOf(await own.addSeries('state', { kind: 'string' }), TIME, 'on'),
    ]);
    await other.commit([readingOf(await other.addSeries('secret'), TIME, 666)]);
    await grantAccountReader(test.database, { role: READER, accountId: own.accountId });
    reader = as(READER);
    stranger = as(STRANGER);
  });
  afterAll(async () => {
    await Promise.all([reader.close(), stranger.close()]);
    await test.database.query(
      `DROP OWNED BY ${READER}; DROP ROLE ${READER}; DROP OWNED BY ${STRANGER}; DROP ROLE ${STRANGER}`,
    );
    await test.close();
  });

  it('sees the readings of its account', async () => {
    const rows = await reader.query('SELECT * FROM account_readings ORDER BY metric');
    expect(rows).toEqual([
      { time: TIME, agent: 'gateway', device: 'plc', metric: 'state', value: null, unit: null, text: 'on' },
      { time: TIME, agent: 'gateway', device: 'plc', metric: 'temp', value: 21.5, unit: null, text: null },
    ]);
  });

  it('sees nothing of others, also not through a function in its own condition', async () => {
    await expect(reader.query(`SELECT * FROM account_readings WHERE 1 / (value - 666) < 2`)).resolves.toHaveLength(1);
    const seen = await reader.query(`SELECT value FROM account_readings WHERE metric = 'secret'`);
    expect(seen).toEqual([]);
  });

  it('cannot read or write anything else', async () => {
    const refused = { code: '42501' };
    for (const table of [
      'readings',
      'all_readings',
      'series',
      'accounts',
      'users',
      'account_readers',
      'agent_credentials',
    ]) {
      await expect(reader.query(`SELECT * FROM ${table}`)).rejects.toMatchObject(refused);
    }
    for (const statement of [
      'DELETE FROM readings',
      'DELETE FROM account_readings',
      `INSERT INTO account_readers VALUES ('${READER}', gen_random_uuid())`,
      `UPDATE account_readers SET account_id = gen_random_uuid()`,
      'CREATE TABLE mine (id int)',
    ]) {
      await expect(reader.query(statement)).rejects.toMatchObject({ code: expect.stringMatching(/^(42501|55000)$/) });
    }
  });

  it('is nobody without a grant, and after it was revoked', async () => {
    await expect(stranger.query('SELECT * FROM account_readings')).rejects.toMatchObject({ code: '42501' });
    await test.database.query(`GRANT SELECT ON account_readings TO ${STRANGER}`);
    expect(await stranger.query('SELECT * FROM account_readings')).toEqual([]);
    await grantAccountReader(test.database, { role: STRANGER, accountId: other.accountId });
    expect(await stranger.query('SELECT metric FROM account_readings')).toEqual([{ metric: 'secret' }]);
    expect(await revokeAccountReader(test.database, { role: STRANGER, accountId: own.accountId })).toBe(false);
    expect(await stranger.query('SELECT metric FROM account_readings')).toHaveLength(1);
    expect(await revokeAccountReader(test.database, { role: STRANGER, accountId: other.accountId })).toBe(true);
    await expect(stranger.query('SELECT * FROM account_readings')).rejects.toMatchObject({ code: '42501' });
  });

  it('must be a role that exists', async () => {
    const reader = { role: 'nobody_at_all', accountId: own.accountId };
    await expect(grantAccountReader(test.database, reader)).rejects.toMatchObject({ code: '42704' });
    expect(await test.database.query(`SELECT FROM account_readers WHERE role_name = 'nobody_at_all'`)).toEqual([]);
  });
});
