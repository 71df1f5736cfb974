import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { type AuditEntry, newId } from '@hawser/core';
import { appendAuditEntry, createAccountRepository, type Database } from '@hawser/storage';
import { startPglite } from '@hawser/storage/pglite';
import { ensureTemplate } from '@hawser/storage/pglite/template';
import { tempDir, testDatabase } from '@hawser/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimDataFolder } from '../up/data-folder.ts';
import { runExport, runVerify } from './run-audit.ts';

const TEMPLATES = fileURLToPath(new URL('../../../../.cache', import.meta.url));

const ENTRY: Omit<AuditEntry, 'accountId'> = {
  at: Date.UTC(2024, 4, 1),
  actor: { kind: 'user', id: newId(), name: 'ann@example.com' },
  address: '192.0.2.1',
  userAgent: '=HYPERLINK("x")',
  action: 'agent.update',
  resource: { kind: 'agent', id: null, name: 'pump, "big"' },
  outcome: 'success',
  code: null,
  count: 1,
  correlationId: null,
  before: { disabled: false },
  after: { disabled: true },
};

/** Makes sys with two entries and demo with one. */
async function fill(database: Database): Promise<void> {
  const accounts = createAccountRepository(database);
  const root = await accounts.create({ name: 'sys', parentId: null });
  const demo = await accounts.create({ name: 'demo', parentId: root.id });
  for (const accountId of [root.id, root.id, demo.id]) await appendAuditEntry(database, { ...ENTRY, accountId });
}

const CUT = `ALTER TABLE audit_entries DISABLE TRIGGER USER; DELETE FROM audit_entries WHERE seq = 2;
  ALTER TABLE audit_entries ENABLE TRIGGER USER`;

function outputs() {
  const out: string[] = [];
  const err: string[] = [];
  return { out, err, output: { say: (line: string) => out.push(line), complain: (line: string) => err.push(line) } };
}

async function verify(flags: Record<string, string>, account?: string) {
  const { out, err, output } = outputs();
  const code = await runVerify({ flags, ...(account === undefined ? {} : { account }) }, {}, output);
  return { code, out, err };
}

async function exported(flags: Record<string, string>, format: 'ndjson' | 'csv'): Promise<string> {
  const chunks: string[] = [];
  const sink = new Writable({
    decodeStrings: false,
    write: (chunk: string, _encoding, done) => {
      chunks.push(chunk);
      done();
    },
  });
  expect(await runExport({ flags, account: 'sys', format }, {}, outputs().output, sink)).toBe(0);
  return chunks.map(String).join('');
}

describe('hawser audit on a server', () => {
  let server: Awaited<ReturnType<typeof testDatabase>>;
  let flags: { database: string };

  beforeAll(async () => {
    server = await testDatabase();
    flags = { database: server.url };
    await fill(server.database);
  });
  afterAll(() => server.close());

  it('exports lines of JSON', async () => {
    const lines = (await exported(flags, 'ndjson'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines).toMatchObject([{ seq: 1 }, { seq: 2, action: 'agent.update', after: { disabled: true } }]);
  });

  it('exports a table that a spreadsheet does not run', async () => {
    const [header, line] = (await exported(flags, 'csv')).split('\r\n');
    expect(header).toMatch(/^seq,at,outcome,code,count,action,/);
    expect(line).toMatch(/^1,2024-05-01T00:00:00.000Z,success,,1,agent.update,user,/);
    expect(line).toContain(`"'=HYPERLINK(""x"")"`);
    expect(line).toContain('"pump, ""big"""');
  });

  it('verifies all chains, or one, and says which entry is missing', async () => {
    const intact = await verify(flags);
    expect(intact).toMatchObject({ code: 0, err: [] });
    expect(intact.out.sort()).toEqual([
      expect.stringMatching(/^demo: intact, 1 entries up to 1 \([0-9a-f]{64}\)$/),
      expect.stringMatching(/^sys: intact, 2 entries up to 2 \([0-9a-f]{64}\)$/),
    ]);
    await server.database.query(CUT);
    expect(await verify(flags, 'sys')).toEqual({ code: 1, out: [], err: ['sys: BROKEN: entry 2 is missing'] });
    expect((await verify(flags, 'demo')).code).toBe(0);
  });

  it('names an account that is not there, and a setting that is wrong', async () => {
    expect(await verify(flags, 'nobody')).toMatchObject({ code: 2, err: ['There is no account nobody.'] });
    expect((await verify({ database: 'http://example.com' })).code).toBe(2);
  });
});

describe('hawser audit on a data folder', () => {
  it('verifies it when nobody uses it, and makes none', async () => {
    const data = await tempDir('audit');
    expect(await verify({ data })).toMatchObject({ code: 2, err: [expect.stringContaining('holds no database')] });
    const template = await ensureTemplate(TEMPLATES);
    const folder = await claimDataFolder(data);
    const pglite = await startPglite({ dataDir: folder.database, template });
    expect((await verify({ data })).err).toEqual([expect.stringContaining('is used by')]);
    await fill(pglite.database);
    await pglite.database.query(CUT);
    await pglite.close();
    await folder.release();
    const broken = await verify({ data });
    expect(broken).toMatchObject({ code: 1, err: ['sys: BROKEN: entry 2 is missing'] });
    expect(broken.out).toHaveLength(1);
  }, 120_000);
});
