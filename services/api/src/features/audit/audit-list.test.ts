import type { AuditEntry } from '@hawser/contracts/http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addAgent, call, setUp, startTestApi, type TestApi } from '../../testing/test-api.ts';

type Page = { items: AuditEntry[]; next_cursor: string | null };

let api: TestApi;
let token: string;

beforeAll(async () => {
  api = await startTestApi();
  token = (await setUp(api)).access_token;
  for (const name of ['one', 'two', 'three']) {
    await addAgent(api, token, name);
    api.clock.advance(1_000);
  }
  await call(api, 'DELETE /v1/demo/agents/two', { token });
});
afterAll(() => api.close());

const list = (query = '', headers: Record<string, string> = {}) =>
  call<Page>(api, `GET /v1/demo/audit${query}`, { token, headers });

describe('GET /v1/{account}/audit', () => {
  it('lists the newest first, page by page', async () => {
    const first = (await list('?limit=3')).body;
    expect(first.items.map(({ seq }) => seq)).toEqual([4, 3, 2]);
    const second = (await list(`?limit=3&cursor=${first.next_cursor}`)).body;
    expect(second).toMatchObject({ items: [{ seq: 1, action: 'agent.create' }], next_cursor: null });
    expect(first.items[0]).toMatchObject({
      actor: { kind: 'user', name: 'admin@localhost' },
      resource: { kind: 'agent', name: 'two' },
      outcome: 'success',
      before: { name: 'two' },
      after: null,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('filters', async () => {
    expect((await list('?action=agent.delete')).body.items).toHaveLength(1);
    expect((await list('?action=agent.*&resource=two')).body.items).toHaveLength(2);
    expect((await list('?actor=nobody@localhost')).body.items).toHaveLength(0);
    expect((await list(`?from=${api.clock() - 1}`)).body.items).toHaveLength(1);
    expect((await list('?outcome=denied')).body.items).toHaveLength(0);
    expect((await list('?outcome=maybe')).status).toBe(422);
    expect((await list('?from=yesterday')).status).toBe(422);
    expect((await list('?cursor=xyz')).status).toBe(400);
  });

  it('exports everything, the oldest first, as lines of JSON or as a table', async () => {
    const lines = await list('', { accept: 'application/x-ndjson' });
    expect(lines.headers['content-type']).toBe('application/x-ndjson');
    const entries = lines.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as AuditEntry);
    expect(entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    const table = await list('?action=agent.delete', { accept: 'text/csv' });
    expect(table.headers['content-type']).toContain('text/csv');
    expect(table.text.trim().split('\r\n')).toHaveLength(2);
  });
});
