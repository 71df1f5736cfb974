import type { DeadLetter, DeadLetterWithPayload } from '@hawser/contracts/http';
import { decodeEnvelope } from '@hawser/contracts/streams';
import { type AccountId, type AgentId, newId } from '@hawser/core';
import { shardOf } from '@hawser/queue';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addAgent, call, setUp, startTestApi, type TestApi } from '../../testing/test-api.ts';
import { appendMessage } from '../../testing/test-queue.ts';
import { TestIngestion } from '../../testing/test-telemetry.ts';
import { textPreview } from './dead-letter-body.ts';

let api: TestApi;
let token: string;
let account: AccountId;
let agent: AgentId;
let ingestion: TestIngestion;
const ids = [newId(), newId(), newId()] as [string, string, string];

beforeAll(async () => {
  api = await startTestApi();
  const done = await setUp(api);
  token = done.access_token;
  account = done.account.id as AccountId;
  agent = (await addAgent(api, token, 'gateway')).id as AgentId;
  ingestion = new TestIngestion(api);
  const offset = await appendMessage(api.queue, { account, agent, receivedAt: api.clock() });
  const refused = [{ index: 2, reason: 'not-finite' as const, detail: 'NaN' }];
  const now = api.clock();
  await ingestion.commit({
    offset,
    deadLetters: [
      ingestion.deadLetter(ids[0], account, agent, { rejectedAt: now - 2 }),
      ingestion.deadLetter(ids[1], account, agent, { rejectedAt: now - 1, refused, reason: 'not-finite' }),
      ingestion.deadLetter(ids[2], account, agent, { rejectedAt: now, payload: Buffer.from([0x1f, 0x8b, 0xff]) }),
    ],
  });
});
afterAll(() => api.close());

const url = (id: string) => `/v1/demo/dead-letters/${id}`;

describe('dead letters', () => {
  it('are listed newest first, page by page, and filtered', async () => {
    const list = async (query: string) =>
      (
        await call<{ items: DeadLetter[]; next_cursor: string | null }>(api, `GET /v1/demo/dead-letters?${query}`, {
          token,
        })
      ).body;
    const first = await list('limit=2');
    expect(first.items.map((letter) => letter.id)).toEqual([ids[2], ids[1]]);
    const second = await list(`limit=2&cursor=${first.next_cursor}`);
    expect(second).toMatchObject({ items: [{ id: ids[0] }], next_cursor: null });
    expect((await list('reason=not-finite')).items).toMatchObject([
      { id: ids[1], refused: [{ index: 2, reason: 'not-finite', detail: 'NaN' }] },
    ]);
    expect((await list('agent=gateway')).items).toHaveLength(3);
    expect((await list(`agent=${newId()}`)).items).toHaveLength(0);
    expect((await call(api, 'GET /v1/demo/dead-letters?reason=whim', { token })).status).toBe(422);
  });

  it('are read with their original bytes, and as text when they are text', async () => {
    const read = async (id: string) => (await call<DeadLetterWithPayload>(api, `GET ${url(id)}`, { token })).body;
    expect(await read(ids[0])).toMatchObject({
      agent: 'gateway',
      reason: 'invalid-json',
      payload_bytes: 10,
      payload: Buffer.from('{"temp": 2').toString('base64'),
      text: '{"temp": 2',
      replays: 0,
    });
    expect(await read(ids[2])).toMatchObject({ payload: 'H4v/', text: null });
  });

  it('go back into the queue as a replay, with the same bytes', async () => {
    const answer = await call(api, `POST ${url(ids[0])}/replay`, { token });
    expect(answer).toMatchObject({ status: 202, body: { id: ids[0], status: 'queued' } });
    const shard = shardOf(agent, api.queue.appender.shards);
    const entries = await api.queue.reader.read(shard, null, { maxEntries: 10, maxBytes: 1e6, waitMs: 0 });
    const envelope = decodeEnvelope(entries.at(-1)!.record);
    expect(envelope).toMatchObject({ account, agent, agentName: 'gateway', replayOf: ids[0], dialect: 'native' });
    expect(Buffer.from(envelope.payload).toString()).toBe('{"temp": 2');
    const { body } = await call(api, `GET ${url(ids[0])}`, { token });
    expect(body).toMatchObject({ replays: 1, replayed_at: new Date(api.clock()).toISOString() });
  });

  it('can be deleted', async () => {
    expect((await call(api, `DELETE ${url(ids[1])}`, { token })).status).toBe(204);
    expect((await call(api, `DELETE ${url(ids[1])}`, { token })).status).toBe(404);
    expect((await call(api, `GET ${url(ids[1])}`, { token })).status).toBe(404);
  });

  it.each(['nonsense', newId()])('%s is not one', async (id) => {
    expect((await call(api, `GET ${url(id)}`, { token })).status).toBe(404);
    expect((await call(api, `POST ${url(id)}/replay`, { token })).status).toBe(404);
  });

  it('of another account do not exist', async () => {
    await call(api, 'POST /v1/_/accounts', { token, body: { name: 'other' } });
    for (const request of [
      `GET /v1/other/dead-letters/${ids[0]}`,
      `DELETE /v1/other/dead-letters/${ids[0]}`,
    ] as const) {
      expect((await call(api, request, { token })).status).toBe(404);
    }
  });
});

describe('text preview', () => {
  it('ends between two characters', () => {
    const text = textPreview(Buffer.from('ä'.repeat(40_000)))!;
    expect(text).toBe('ä'.repeat(32_768));
    expect(textPreview(Buffer.from(`x${'€'.repeat(30_000)}`))).not.toContain('�');
  });

  it('is not made of binary data', () => {
    expect(textPreview(Buffer.from([0xc3]))).toBeNull();
    expect(textPreview(Buffer.from('a\0b'))).toBeNull();
    expect(textPreview(Buffer.alloc(0))).toBe('');
  });
});
