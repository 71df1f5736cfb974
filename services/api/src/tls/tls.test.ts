import { writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { createTestAuthority, type TestAuthority, tempDir, waitFor } from '@hawser/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, setUp, startTestApi, type TestApi } from '../testing/test-api.ts';
import { readTlsFiles, type TlsFiles } from './tls-files.ts';

let authority: TestAuthority;
let files: TlsFiles;
let api: TestApi;
let url: URL;

async function write(name: string, what: readonly ('cert' | 'key')[] = ['cert', 'key']): Promise<void> {
  const pair = await authority.issue(name);
  if (what.includes('key')) await writeFile(files.keyFile, pair.key);
  if (what.includes('cert')) await writeFile(files.certFile, pair.cert);
}

beforeAll(async () => {
  authority = await createTestAuthority();
  const dir = await tempDir('tls');
  files = { certFile: join(dir, 'tls.crt'), keyFile: join(dir, 'tls.key') };
  await write('first');
  api = await startTestApi({ tls: { ...files, checkIntervalMs: 10 } });
  await setUp(api);
  url = new URL((await api.role.start()).url);
});
afterAll(() => api.close());

const read = (socket: TLSSocket): string => String(socket.getPeerCertificate().subject.CN);

async function served(): Promise<string> {
  const socket = connect({ host: url.hostname, port: Number(url.port), ca: authority.ca });
  await new Promise((done, fail) => socket.once('secureConnect', done).once('error', fail));
  const name = read(socket);
  socket.destroy();
  return name;
}

async function send(path: string, { agent, body }: { agent?: Agent; body?: object } = {}) {
  const headers = { 'content-type': 'application/json', 'x-hawser-session': 'cookie' };
  const options = { ca: authority.ca, headers, method: body === undefined ? 'GET' : 'POST', agent };
  const answer = await new Promise<IncomingMessage>((done, fail) => {
    request(new URL(path, url), options, done)
      .once('error', fail)
      .end(body === undefined ? undefined : JSON.stringify(body));
  });
  answer.resume();
  await new Promise((done) => answer.once('end', done));
  return { status: answer.statusCode, headers: answer.headers };
}

describe('the API with TLS', () => {
  it('says so in its address, tells browsers to stay with it, and keeps its cookie to it', async () => {
    expect(url.protocol).toBe('https:');
    expect((await send('/health')).headers['strict-transport-security']).toBe('max-age=31536000');
    const signedIn = await send('/v1/auth/login', { body: ADMIN });
    expect(signedIn.status).toBe(200);
    expect(signedIn.headers['set-cookie']?.[0]).toMatch(/; HttpOnly; Secure; SameSite=Strict$/);
  });

  it('refuses TLS 1.1', async () => {
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    const socket = connect({ host: url.hostname, port: Number(url.port), ca: authority.ca, ...old });
    const refused = await new Promise<Error>((done, fail) => {
      socket.once('error', done).once('secureConnect', () => fail(new Error('it was let in')));
    });
    expect(refused.message).toMatch(/protocol version|unsupported protocol/i);
  });

  it('takes a renewed certificate without dropping connections, and nothing that does not fit', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const sockets = new Set<number | undefined>();
    agent.on('free', (socket: TLSSocket) => sockets.add(socket.localPort));
    await send('/health', { agent });
    await write('second');
    await waitFor(async () => (await served()) === 'second');
    expect((await send('/health', { agent })).status).toBe(200);
    expect(sockets.size).toBe(1);
    agent.destroy();

    await write('third', ['cert']);
    await expect(readTlsFiles(files)).rejects.toThrow('is not the key of the certificate');
    expect(await served()).toBe('second');
    await writeFile(files.certFile, 'nonsense');
    expect(await served()).toBe('second');
    await write('fourth');
    await waitFor(async () => (await served()) === 'fourth');
  });
});

describe('readTlsFiles', () => {
  it('says which file is wrong', async () => {
    const dir = await tempDir('tls');
    const given = { certFile: join(dir, 'cert'), keyFile: files.keyFile };
    await expect(readTlsFiles(given)).rejects.toThrow(`${given.certFile} cannot be read (ENOENT)`);
    await writeFile(given.certFile, 'nonsense');
    await expect(readTlsFiles(given)).rejects.toThrow(`${given.certFile} holds no certificate as PEM text`);
  });

  it('stops the start', async () => {
    const missing = { certFile: '/nowhere', keyFile: '/nowhere', checkIntervalMs: 10 };
    await expect(startTestApi({ tls: missing })).rejects.toThrow('/nowhere cannot be read');
  });
});
