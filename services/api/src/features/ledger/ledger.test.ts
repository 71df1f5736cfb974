import type { Ledger } from '@hawser/contracts/http';
import { type AccountId, type AgentId, type DeadLetterId, newId } from '@hawser/core';
import type { EntryId } from '@hawser/queue';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addAgent, call, setUp, startTestApi, type TestApi } from '../../testing/test-api.ts';
import { appendMessage } from '../../testing/test-queue.ts';
import { TestIngestion } from '../../testing/test-telemetry.ts';

let api: TestApi;
let token: string;
let account: AccountId;
let ingestion: TestIngestion;
let agent: AgentId;
let name: string;
let agents = 0;

beforeAll(async () => {
  api = await startTestApi();
  const done = await setUp(api);
  token = done.access_token;
  account = done.account.id as AccountId;
  ingestion = new TestIngestion(api);
});
beforeEach(async () => {
  agents += 1;
  name = `agent-${agents}`;
  agent = (await addAgent(api, token, name)).id as AgentId;
});
afterAll(() => api.close());

async function append(count: number, more: { shard?: number; replayOf?: DeadLetterId } = {}): Promise<EntryId> {
  let last: EntryId | undefined;
  for (let i = 0; i < count; i++) {
    last = await appendMessage(api.queue, { account, agent, receivedAt: api.clock(), ...more });
  }
  return last!;
}

const ledger = async (query = '', of = 'demo') =>
  (await call<Ledger>(api, `GET /v1/${of}/ledger?${query}`, { token })).body;
const messages = async () => (await ledger()).agents.find((line) => line.agent === name)?.messages;
const stored = (count: number, offset: EntryId, rejected = 0) =>
  ingestion.commit({ offset, ledger: [ingestion.line(account, agent, count, rejected)] });

describe('the ledger', () => {
  it('counts what lies in the queue', async () => {
    const first = await append(3);
    const all = await append(2);
    await ingestion.count(all, account, agent, 5);
    await stored(2, first, 1);
    expect(await messages()).toEqual({ received: 5, stored: 2, duplicate: 0, rejected: 1, queued: 2, balanced: true });
    await stored(2, all);
    expect(await messages()).toEqual({ received: 5, stored: 4, duplicate: 0, rejected: 1, queued: 0, balanced: true });
  });

  it('balances although intake has not counted yet what ingestion has stored', async () => {
    const first = await append(1);
    await ingestion.count(first, account, agent, 1);
    const all = await append(3);
    await stored(4, all);
    expect(await messages()).toMatchObject({ received: 4, stored: 4, queued: 0, balanced: true });
    await ingestion.count(all, account, agent, 3);
    expect(await messages()).toMatchObject({ received: 4, stored: 4, queued: 0, balanced: true });
  });

  it('does not speak of messages that nobody has counted yet', async () => {
    const first = await append(1);
    await ingestion.count(first, account, agent, 1);
    await append(2);
    expect(await messages()).toMatchObject({ received: 1, queued: 1, balanced: true });
  });

  it('says so when a message is missing', async () => {
    const all = await append(3);
    await ingestion.count(all, account, agent, 3);
    await stored(2, all);
    expect(await messages()).toEqual({ received: 3, stored: 2, duplicate: 0, rejected: 0, queued: 0, balanced: false });
    await stored(1, await append(1));
  });

  it('does not count replays as queued', async () => {
    const first = await append(1);
    const replay = await append(1, { replayOf: newId<DeadLetterId>() });
    await ingestion.count(replay, account, agent, 1);
    expect(await messages()).toMatchObject({ received: 1, queued: 1, balanced: true });
    await stored(1, first);
    expect(await messages()).toMatchObject({ received: 1, stored: 1, queued: 0, balanced: true });
  });

  it('adds up over shards and agents, for messages and readings', async () => {
    const other = await append(4, { shard: 1 });
    await ingestion.count(other, account, agent, 4, 1);
    const line = (await ledger()).agents.find((each) => each.agent === name)!;
    expect(line).toMatchObject({ agent_id: agent, messages: { received: 4, queued: 4, balanced: true } });
    await ingestion.commit({ shard: 1, offset: other, ledger: [ingestion.line(account, agent, 4)] });
    const { agents: lines, total } = await ledger();
    const sum = (pick: (line: Ledger['agents'][number]) => number) => lines.reduce((all, each) => all + pick(each), 0);
    expect(total.messages.received).toBe(sum((each) => each.messages.received));
    expect(total.readings.stored).toBe(sum((each) => each.readings.stored));
    expect(total.readings).toMatchObject({ queued: 0, balanced: true });
  });

  it('is of one account and one span', async () => {
    await call(api, 'POST /v1/_/accounts', { token, body: { name: 'empty-one' } });
    const nothing = { received: 0, stored: 0, duplicate: 0, rejected: 0, queued: 0, balanced: true };
    expect(await ledger('', 'empty-one')).toMatchObject({
      agents: [],
      total: { messages: nothing, readings: nothing },
    });
    const past = await ledger(`from=${api.clock() - 7_200_000}&to=${api.clock() - 3_600_000}`);
    expect(past).toMatchObject({ agents: [], total: { messages: nothing } });
    expect(new Date(past.from).getSeconds()).toBe(0);
  });

  it('keeps the line of an agent that was deleted', async () => {
    const all = await append(1);
    await ingestion.count(all, account, agent, 1);
    await stored(1, all);
    await call(api, `DELETE /v1/demo/agents/${name}`, { token });
    const line = (await ledger()).agents.find((each) => each.agent_id === agent);
    expect(line).toMatchObject({ agent, messages: { received: 1, stored: 1, balanced: true } });
  });

  it('can be asked for by many at once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => ledger()));
    for (const answer of answers) expect(answer.total).toEqual(answers[0]!.total);
  });
});
