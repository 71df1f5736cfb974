import { Readable } from 'node:stream';
import {
  createAccountRepository,
  createAuditRepository,
  createGrantRepository,
  createUserRepository,
  verifyAuditChain,
} from '@hawser/storage';
import { type TestDatabase, testDatabase } from '@hawser/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../db/exit-codes.ts';
import { randomPassword, readPassword } from './new-password.ts';
import { runAdminCreate } from './run-admin.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

async function create(email: string, env: Record<string, string> = { DATABASE_URL: database.url }, input?: string) {
  const [said, complained]: [string[], string[]] = [[], []];
  const output = { say: (line: string) => said.push(line), complain: (line: string) => complained.push(line) };
  const password = async () =>
    input === undefined ? randomPassword() : readPassword(email, Readable.from([Buffer.from(input)]));
  const code = await runAdminCreate({ email, name: 'Ada', password }, env, {
    say: (line) => void output.say(line),
    complain: (line) => void output.complain(line),
  });
  return { code, said, complained };
}

describe('hawser admin create', () => {
  it('makes the root account and an administrator of everything, and shows a random password once', async () => {
    const { code, said } = await create('Ada@Example.org');
    expect(code).toBe(EXIT.done);
    expect(said[0]).toContain('administrator of sys');
    expect(said[1]).toMatch(/shown this once: [\w-]{20}$/);
    const user = (await createUserRepository(database.database).byEmail('ada@example.org'))!;
    expect(user).toMatchObject({ name: 'Ada', disabled: false, isDefault: false });
    const root = await createAccountRepository(database.database).root();
    expect(user.accountId).toBe(root!.id);
    const grants = await createGrantRepository(database.database).ofUser(user.id);
    expect(grants).toMatchObject([{ roleName: 'admin', accountName: 'sys', descendants: true, fleet: null }]);
    const { items } = await createAuditRepository(database.database).list(root!.id, {}, { limit: 10, cursor: null });
    expect(items).toMatchObject([
      {
        action: 'user.create',
        actor: { kind: 'command', name: expect.stringContaining('@') as unknown },
        resource: { kind: 'user', id: user.id, name: user.email },
        after: { email: user.email, name: 'Ada', grants: ['admin in sys and below'] },
      },
    ]);
    expect(await verifyAuditChain(database.database, root!.id)).toMatchObject({ intact: true });
  });

  it('takes a password from a pipe, and does not show it', async () => {
    const { code, said } = await create('bob@example.org', undefined, 'nine slow tugboats\n');
    expect([code, said.length]).toEqual([EXIT.done, 1]);
  });

  it.each([
    ['a weak password', 'eve@example.org', 'short\n', EXIT.refused, 'fewer than 12'],
    ['an address that is taken', 'bob@example.org', undefined, EXIT.refused, 'exists already'],
  ])('refuses %s in one line', async (_case, email, input, code, line) => {
    const answer = await create(email, undefined, input);
    expect(answer).toMatchObject({ code, said: [] });
    expect(answer.complained).toHaveLength(1);
    expect(answer.complained[0]).toContain(line);
  });

  it('says when the database cannot be reached', async () => {
    const { code, complained } = await create('x@y.org', { DATABASE_URL: 'postgres://u:p@127.0.0.1:1/none' });
    expect(code).toBe(EXIT.unavailable);
    expect(complained).toHaveLength(1);
  });
});
