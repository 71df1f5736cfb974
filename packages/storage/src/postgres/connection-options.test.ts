import { execFile } from 'node:child_process';
import { chown, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type PostgresServer, startPostgres } from '@hawser/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DatabaseUnavailableError } from '../sql-error.ts';
import { connectionOptions, DatabaseUrlError } from './connection-options.ts';
import { createPostgresDatabase } from './postgres-database.ts';

describe('connectionOptions', () => {
  it('refuses what is no connection string, without repeating it', () => {
    for (const url of ['', 'localhost', 'mysql://user:secret@host/db']) {
      expect(() => connectionOptions(url)).toThrow(DatabaseUrlError);
      expect(() => connectionOptions(url)).not.toThrow(/secret/);
    }
  });

  it('refuses TLS modes that are unknown, protect from nothing, or lack what they need', () => {
    const withMode = (mode: string) => () => connectionOptions(`postgres://u@h/d?sslmode=${mode}`);
    expect(withMode('full')).toThrow(/sslmode=full is none of/);
    expect(withMode('prefer')).toThrow(/use require or verify-full/);
    expect(withMode('verify-ca')).toThrow(/sslrootcert/);
    expect(withMode('require&sslrootcert=/nowhere')).toThrow(/ENOENT/);
  });
});

describe('a PostgreSQL server with TLS', () => {
  let server: PostgresServer;
  let certificate: string;

  beforeAll(async () => {
    const stopped = await startPostgres();
    await stopped.stop();
    certificate = join(stopped.dataDir, 'server.crt');
    const key = join(stopped.dataDir, 'server.key');
    await promisify(execFile)('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...[
        '-subj',
        '/CN=database.test',
        '-addext',
        'subjectAltName=DNS:database.test',
        '-keyout',
        key,
        '-out',
        certificate,
      ],
    ]);
    const { uid, gid } = await stat(stopped.dataDir);
    for (const file of [key, certificate]) await chown(file, uid, gid);
    await writeFile(join(stopped.dataDir, 'pg_hba.conf'), 'hostssl all all all trust\n');
    const settings = { ssl: 'on', ssl_cert_file: certificate, ssl_key_file: key };
    server = await startPostgres({ dataDir: stopped.dataDir, port: stopped.port, settings });
  });
  afterAll(() => server.stop());

  async function isEncrypted(parameters: string): Promise<unknown> {
    const url = `${server.url()}?${parameters}`;
    const database = createPostgresDatabase({ url, poolSize: 1, statementTimeoutMs: 5_000 });
    try {
      return (await database.query('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()'))[0]?.ssl;
    } finally {
      await database.close();
    }
  }

  it('is reached as the URL says', async () => {
    expect(await isEncrypted('sslmode=require')).toBe(true);
    expect(await isEncrypted(`sslmode=verify-ca&sslrootcert=${certificate}`)).toBe(true);
    await expect(isEncrypted('sslmode=disable')).rejects.toThrow(/no pg_hba.conf entry/);
  });

  it('is not trusted when its certificate is of another host or of an unknown authority', async () => {
    await expect(isEncrypted(`sslmode=verify-full&sslrootcert=${certificate}`)).rejects.toThrow(
      DatabaseUnavailableError,
    );
    await expect(isEncrypted('sslmode=verify-full')).rejects.toThrow(DatabaseUnavailableError);
  });
});
