import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { silentLogger } from '@hawser/platform';
import { makeCertificates, type RedisServer, serviceDir, startRedis, type TestCertificates } from '@hawser/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectStored, Load, openStage } from '../testing/journal-under-test.ts';
import { connected } from '../testing/streams-under-test.ts';
import type { RedisConnectionConfig } from './connect.ts';
import { openStreamPositionReader } from './reader.ts';

const PASSWORD = 'p@ss:wörd';
const NAMES = { tenantId: 't', serviceInstance: null, shards: 1 };
const ALL = { maxEntries: 1, maxBytes: 1, waitMs: 0 };

describe('a Redis with TLS, client certificates and users', () => {
  let server: RedisServer;
  let certificates: TestCertificates;

  beforeAll(async () => {
    const dir = await serviceDir('certificates');
    certificates = await makeCertificates(dir);
    const aclfile = join(dir, 'users.acl');
    await writeFile(aclfile, `user default off\nuser hawser on >${PASSWORD} ~* +@all\n`);
    const { files } = certificates;
    server = await startRedis({
      settings: {
        'tls-cert-file': files.cert,
        'tls-key-file': files.key,
        'tls-ca-cert-file': files.ca,
        'tls-auth-clients': 'yes',
        aclfile,
      },
      tlsOnly: true,
    });
  });
  afterAll(() => server.stop());

  function config(changes: Partial<RedisConnectionConfig> = {}): RedisConnectionConfig {
    const { ca, cert, key } = certificates;
    const user = `hawser:${encodeURIComponent(PASSWORD)}`;
    return { url: `rediss://${user}@127.0.0.1:${server.port}`, tls: { ca, cert, key }, ...changes };
  }

  it('takes a journal and gives it to ingestion', async () => {
    const stage = await openStage(config());
    stage.ingestion.start();
    const journal = await stage.openJournal();
    const load = new Load(journal.appender, 'a', 800);
    await load.done;
    await expectStored(stage.ingestion, load.acknowledged);
    await stage.close();
  });

  it('takes user and password beside the address', async () => {
    const url = `rediss://127.0.0.1:${server.port}`;
    const client = await connected(config({ url, username: 'hawser', password: PASSWORD }));
    expect(await client.acl('WHOAMI')).toBe('hawser');
    client.disconnect();
  });

  it.each([
    ['an authority that is not trusted', () => config({ tls: {} })],
    ['a client without a certificate', () => config({ tls: { ca: certificates.ca } })],
    ['a wrong password', () => config({ password: 'wrong' })],
    ['no TLS', () => config({ url: `redis://127.0.0.1:${server.port}` })],
  ])('refuses %s', async (_, wrong) => {
    const reader = openStreamPositionReader({ ...NAMES, redis: wrong() }, silentLogger());
    await expect(reader.read(0, null, ALL)).rejects.toThrow();
    await reader.close();
  });
});
