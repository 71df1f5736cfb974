import { testDatabase } from '@hawser/testkit';
import type { Database } from '../../database.ts';
import { migrate } from '../../migrate.ts';
import { createPostgresDatabase } from '../../postgres/index.ts';

/**
 * A database whose tables a role made that is no superuser, but may make roles: it was given the empty schema, and ran
 * the migrations itself.
 */
export async function databaseOfOwner(): Promise<{ readonly database: Database; close(): Promise<void> }> {
  const { url, database: asSuperuser, close } = await testDatabase();
  const role = `owner_${new URL(url).pathname.slice(1)}`;
  await asSuperuser.query(`CREATE ROLE ${role} LOGIN CREATEROLE;
    DROP SCHEMA public CASCADE; CREATE SCHEMA public AUTHORIZATION ${role}`);
  const address = new URL(url);
  address.username = role;
  const database = createPostgresDatabase({ url: address.href, poolSize: 4, statementTimeoutMs: 60_000 });
  await migrate(database);
  return {
    database,
    async close() {
      await database.close();
      await asSuperuser.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
      await close();
    },
  };
}
