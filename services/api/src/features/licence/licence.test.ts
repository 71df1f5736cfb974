import type { Licence } from '@hawser/contracts/http';
import { exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addAgent, call, setUp, startTestApi, type TestApi } from '../../testing/test-api.ts';

let api: TestApi;
let token: string;

beforeAll(async () => {
  api = await startTestApi();
  token = (await setUp(api)).access_token;
});
afterAll(() => api.close());

describe('GET /v1/sys/licence', () => {
  it('has a tenant id and no limits without a licence', async () => {
    const { status, body } = await call<Licence>(api, 'GET /v1/sys/licence', { token });
    expect(status).toBe(200);
    expect(body).toMatchObject({ state: 'none', expires_at: null, warnings: [] });
    expect(body.tenant_id).toMatch(/^[0-9a-f-]{36}$/);
    expect(body.counts).toEqual({
      agents: { used: 0, limit: null },
      users: { used: 1, limit: null },
      accounts: { used: 1, limit: null },
    });
  });

  it('takes a licence that was put in place meanwhile, and stops nothing when it is exceeded and expired', async () => {
    const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
    const exp = Math.floor(api.clock() / 1000) - 86_400;
    const key = await new SignJWT({ tenant_id: 'plant-7', limits: { agents: 1 }, grace_days: 0, exp })
      .setProtectedHeader({ alg: 'EdDSA' })
      .sign(privateKey);
    api.licence = { key, publicKey: await exportSPKI(publicKey) };
    await addAgent(api, token, 'one');
    await addAgent(api, token, 'two');
    const { body } = await call<Licence>(api, 'GET /v1/sys/licence', { token });
    expect(body).toMatchObject({ state: 'expired', tenant_id: 'plant-7', counts: { agents: { used: 2, limit: 1 } } });
    expect(body.warnings.map(({ code }) => code)).toEqual(['licence-expired', 'limit-exceeded']);
  });
});
