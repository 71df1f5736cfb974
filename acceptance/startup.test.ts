import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { tempDir } from '@hawser/testkit';
import { describe, expect, it } from 'vitest';
import { Api } from './support/api.ts';
import { spawnHawser, startHawser } from './support/program.ts';

async function occupyPort(): Promise<{ server: Server; port: number }> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { server, port: (server.address() as AddressInfo).port };
}

async function failedStart(
  options: Parameters<typeof spawnHawser>[0],
): Promise<{ code: number | null; output: string }> {
  const { child } = await spawnHawser(options);
  const { code } = await child.exited;
  return { code, output: child.output().trim() };
}

describe('a start that cannot work says so in one line', () => {
  it('names a port in use and how to choose another', async () => {
    const { server, port } = await occupyPort();
    const { code, output } = await failedStart({ args: ['--mqtt-port', String(port)] });
    expect(output).toBe(`Port ${port} on 127.0.0.1 (MQTT) is in use; choose another with --mqtt-port or MQTT_PORT.`);
    expect(code).toBe(1);
    server.close();
  });

  it('refuses a data folder that another process uses', async () => {
    const hawser = await startHawser();
    const { code, output } = await failedStart({ dataDir: hawser.dataDir });
    expect(output).toMatch(/^The data folder \S+ is used by another running Hawser; .*--data\.$/);
    expect(code).toBe(1);
    await hawser.stop();
  });

  it('refuses a data folder that cannot be written', async () => {
    const file = join(await tempDir('blocked'), 'file');
    writeFileSync(file, '');
    const { code, output } = await failedStart({ dataDir: join(file, 'data') });
    expect(output).toMatch(
      /^The data folder \S+ cannot be written \(ENOTDIR\); choose another with --data or HAWSER_DATA_DIR\.$/,
    );
    expect(code).toBe(1);
  });

  it('refuses an option that does not exist and values that make no sense', async () => {
    const unknown = await failedStart({ args: ['--colour', 'blue'] });
    expect(unknown.output).toContain("unknown option '--colour'");
    expect(unknown.code).not.toBe(0);
    const bad = await failedStart({ args: ['--port', 'eighty'], env: { HAWSER_DEMO: 'perhaps', HAWSER_PROT: '1' } });
    expect(bad.output.split('\n')).toEqual([
      'HAWSER_PROT: no such setting',
      '--port: "eighty" is not a whole number from 0 to 65535',
    ]);
    expect(bad.code).toBe(1);
  });
});

describe('the end', () => {
  it('comes in order with exit code 0 on SIGTERM and on Ctrl-C', async () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const { child } = await startHawser();
      expect(await child.stop(signal, 20_000)).toEqual({ code: 0, signal: null });
    }
  });
});

describe('before set-up', () => {
  it('nothing works but health and the set-up page', async () => {
    const hawser = await startHawser({ env: { SETUP_TOKEN: 'chosen-by-the-test' } });
    const api = new Api(hawser.url);
    expect((await api.send('GET', '/health')).status).toBe(200);
    const page = await api.send('GET', '/setup', undefined, { accept: 'text/html' });
    expect(page.headers.get('content-type')).toContain('text/html');
    expect((await api.send('GET', '/v1/_/agents')).status).toBe(403);
    expect((await api.send('POST', '/v1/auth/login', { email: 'a@b', password: 'x' })).status).toBe(403);
    const body = { email: 'ada@example.org', password: 'a long walk on the quay', account: 'acme' };
    expect((await api.send('POST', '/v1/setup', { token: 'wrong', ...body })).status).toBe(401);
    expect((await api.send('POST', '/v1/setup', { token: 'chosen-by-the-test', ...body })).ok).toBe(true);
    expect((await api.send('POST', '/v1/setup', { token: 'chosen-by-the-test', ...body })).status).toBe(409);
    await hawser.stop();
  });
});
