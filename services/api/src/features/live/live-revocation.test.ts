import type { NewApiToken } from '@hawser/contracts/http';
import type { TokenId } from '@hawser/core';
import { silentLogger } from '@hawser/platform';
import { createInvalidations, type Database } from '@hawser/storage';
import { startMemoryPglite } from '@hawser/testkit';
import { expect, it } from 'vitest';
import { LiveClient } from '../../testing/live-client.ts';
import { call, setUp, startTestApi } from '../../testing/test-api.ts';

it('does not let a token in that is revoked while it is looked up', async () => {
  const { database: real, close } = await startMemoryPglite();
  const invalidations = createInvalidations({ channel: null, log: silentLogger() });
  let revoked: TokenId | null = null;
  const query: Database['query'] = async <Row>(sql: string, params?: readonly unknown[]) => {
    const rows = await real.query<Row>(sql, params);
    // The last thing that is asked about a token before it is let in.
    if (revoked !== null && sql.startsWith('UPDATE api_tokens SET last_used_at')) {
      await real.query('DELETE FROM api_tokens WHERE id = $1', [revoked]);
      await invalidations.publish({ type: 'token-ended', token: revoked });
    }
    return rows;
  };
  const api = await startTestApi({}, { database: { ...real, query }, invalidations });
  const { access_token: token } = await setUp(api);
  const body = { name: 'program', permissions: ['agent:read', 'telemetry:read'] };
  const made = await call<NewApiToken>(api, 'POST /v1/demo/tokens', { token, body });
  const { url } = await api.role.start();
  revoked = made.body.id as TokenId;
  const client = await new LiveClient(url).open();
  client.send({ type: 'authenticate', access_token: made.body.token });
  expect((await client.next('error')).code).toBe('invalid-token');
  expect(client.messages.map(({ type }) => type)).toEqual(['error']);
  client.close();
  await api.close();
  await invalidations.close();
  await close();
});
