import { Counter, createMetrics } from '@hawser/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminListener, createAdminListener } from './admin-listener.ts';

let listener: AdminListener;
let url: string;
let ready = true;

beforeAll(async () => {
  const metrics = createMetrics();
  new Counter({ name: 'hawser_test_total', help: 'A test.', registers: [metrics] }).inc(3);
  const readiness = async () => ({ ready, checks: { database: ready } });
  listener = createAdminListener({ host: '127.0.0.1', port: 0 }, { readiness, metrics, version: '1.2.3' });
  ({ url } = await listener.start());
});
afterAll(() => listener.stop());

const get = (path: string) => fetch(url + path);

describe('admin listener', () => {
  it('says that it lives, what it is, and what it counts', async () => {
    expect(await (await get('/livez')).json()).toEqual({ status: 'ok' });
    expect(await (await get('/version')).json()).toMatchObject({ name: 'hawser', version: '1.2.3' });
    const metrics = await get('/metrics');
    expect(metrics.headers.get('content-type')).toContain('text/plain');
    expect(await metrics.text()).toContain('hawser_test_total 3');
  });

  it('is ready only when every part is', async () => {
    expect((await get('/readyz')).status).toBe(200);
    ready = false;
    const answer = await get('/readyz');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ status: 'unavailable', checks: { database: 'failed' } });
    expect((await get('/livez')).status).toBe(200);
  });

  it('has nothing else', async () => {
    expect(await (await get('/v1/me')).json()).toMatchObject({ code: 'not-found' });
  });
});
