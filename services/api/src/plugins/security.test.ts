import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, call, setUp, startTestApi, type TestApi } from '../testing/test-api.ts';

const CONSOLE = 'https://console.example';

let api: TestApi;

beforeAll(async () => {
  const requestLimits = { headersTimeoutMs: 50, requestTimeoutMs: 100, checkIntervalMs: 10, maxHeaderBytes: 8192 };
  api = await startTestApi({ corsOrigins: [CONSOLE], trustProxy: 1, requestLimits });
  await setUp(api);
});
afterAll(() => api.close());

const login = (headers: Record<string, string>) => call(api, 'POST /v1/auth/login', { body: ADMIN, headers });

describe('sign-in and sign-out', () => {
  it.each([
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'http://localhost:8080' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ origin: CONSOLE, 'sec-fetch-site': 'cross-site' }, 200],
    [{ origin: 'http://localhost:80', 'sec-fetch-site': 'same-origin' }, 200],
    [{ 'sec-fetch-site': 'same-origin' }, 200],
    [{ 'sec-fetch-site': 'none' }, 200],
    [{}, 200],
  ])('from a page with %j answer %i', async (headers: Record<string, string>, status) => {
    const answer = await login({ host: 'localhost', ...headers });
    expect(answer.status).toBe(status);
    expect(answer.headers['set-cookie']).toBeUndefined();
    if (status === 403) expect(answer.body).toMatchObject({ code: 'forbidden', hint: expect.stringContaining('CORS') });
  });

  it.each(['POST /v1/auth/refresh', 'POST /v1/auth/logout', 'POST /v1/auth/one-time', 'POST /v1/setup'] as const)(
    'refuse %s of a foreign page before anything else is looked at',
    async (request) => {
      expect((await call(api, request, { headers: { origin: 'https://evil.example' } })).body.code).toBe('forbidden');
    },
  );

  it('use the session cookie only with the header that other sites cannot send', async () => {
    const cookie = String((await login({ 'x-hawser-session': 'cookie' })).headers['set-cookie']).split(';')[0]!;
    const bare = await call(api, 'POST /v1/auth/refresh', { headers: { cookie } });
    expect(bare).toMatchObject({ status: 401, body: { code: 'invalid-token' } });
    const asked = await call(api, 'POST /v1/auth/refresh', { headers: { cookie, 'x-hawser-session': 'cookie' } });
    expect(asked.status).toBe(200);
  });
});

describe('other origins', () => {
  it('get cookies when they are named', async () => {
    const { headers } = await call(api, 'GET /health', { headers: { origin: CONSOLE } });
    expect(headers).toMatchObject({
      'access-control-allow-origin': CONSOLE,
      'access-control-allow-credentials': 'true',
    });
  });

  it('get none, and no sign-in, where everybody is let in', async () => {
    const open = await startTestApi({ corsOrigins: ['*', CONSOLE] });
    await setUp(open);
    for (const origin of ['https://evil.example', CONSOLE]) {
      const { headers } = await call(open, 'GET /health', { headers: { origin } });
      expect(headers['access-control-allow-origin']).toBe('*');
      expect(headers['access-control-allow-credentials']).toBeUndefined();
    }
    const foreign = { body: ADMIN, headers: { origin: 'https://evil.example' } };
    expect((await call(open, 'POST /v1/auth/login', foreign)).status).toBe(403);
    await open.close();
  });
});

describe('a proxy in front', () => {
  const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9' };

  it('that is trusted makes the cookie and the headers those of TLS', async () => {
    const answer = await login({ ...forwarded, 'x-hawser-session': 'cookie' });
    expect(String(answer.headers['set-cookie'])).toContain('; Secure;');
    expect(answer.headers['strict-transport-security']).toBe('max-age=31536000');
    expect((await login({})).headers['strict-transport-security']).toBeUndefined();
  });
});

describe('a slow or swollen request', () => {
  async function answerTo(text: string): Promise<string> {
    const { port } = new URL((await started()).url);
    const socket = connect(Number(port), '127.0.0.1');
    let answer = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      answer += chunk;
    });
    socket.write(text);
    await once(socket, 'close');
    return answer;
  }
  let address: Promise<{ readonly url: string }> | undefined;
  const started = () => {
    address ??= api.role.start();
    return address;
  };

  it('is ended when its headers do not come', async () => {
    expect(await answerTo('GET /health HTTP/1.1\r\nhost: x\r\n')).toMatch(/^HTTP\/1.1 408 /);
  });

  it('is ended when its body does not come', async () => {
    const head =
      'POST /v1/auth/login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{';
    expect(await answerTo(head)).toMatch(/^HTTP\/1.1 408 /);
  });

  it('is refused when its headers are too large', async () => {
    expect(await answerTo(`GET /health HTTP/1.1\r\nhost: x\r\nx-big: ${'x'.repeat(9_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 431 /,
    );
  });
});
