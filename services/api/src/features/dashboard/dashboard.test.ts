import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempDir } from '@hawser/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, startTestApi, type TestApi } from '../../testing/test-api.ts';

let api: TestApi;

beforeAll(async () => {
  const dir = await tempDir('dashboard');
  const dashboardDir = join(dir, 'dist');
  await mkdir(join(dashboardDir, 'assets'), { recursive: true });
  await writeFile(join(dir, 'secret.txt'), 'secret');
  await writeFile(join(dashboardDir, 'index.html'), '<!doctype html><title>Hawser</title>');
  await writeFile(join(dashboardDir, 'assets', 'app-1a2b.js'), 'export {}');
  await writeFile(join(dashboardDir, 'favicon.svg'), '<svg/>');
  api = await startTestApi({ dashboardDir });
});
afterAll(() => api.close());

describe('the dashboard', () => {
  it.each(['/', '/agents', '/agents/press-1', '/setup?token=x', '/index.html'])(
    'answers %s with its page',
    async (url) => {
      const answer = await call(api, `GET ${url}`);
      expect(answer.status).toBe(200);
      expect(answer.text).toContain('<title>Hawser</title>');
      expect(answer.headers).toMatchObject({ 'cache-control': 'no-cache' });
      expect(answer.headers['content-type']).toContain('text/html');
    },
  );

  it('lets files with a hash in their name be kept for ever', async () => {
    const answer = await call(api, 'GET /assets/app-1a2b.js');
    expect(answer.headers['content-type']).toContain('javascript');
    expect(answer.headers['cache-control']).toContain('immutable');
    expect((await call(api, 'GET /favicon.svg')).headers['cache-control']).toBe('no-cache');
  });

  it.each([
    '/assets/missing.js',
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/a%00.js',
    '/.well-known/nothing',
    '/v1/nothing',
  ])('does not answer %s with anything', async (url) => {
    const answer = await call(api, `GET ${url}`);
    expect([403, 404, 422]).toContain(answer.status);
    expect(answer.text).not.toContain('secret\n');
    expect(answer.headers['content-type']).toBe('application/problem+json');
  });
});
