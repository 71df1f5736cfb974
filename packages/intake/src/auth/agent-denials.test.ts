import type { AuditEntry } from '@hawser/core';
import { silentLogger } from '@hawser/platform';
import { createFakeClock } from '@hawser/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeAgent } from '../testing/index.ts';
import { type AgentDenials, createAgentDenials } from './agent-denials.ts';

const { id, name, account, accountName } = makeAgent('pump');
const agent = { id, name, account, accountName };
const PUBLISH = { agent, attempt: 'publish', reason: 'foreign-topic', address: '10.0.0.1' } as const;

let written: AuditEntry[];
let isAway: boolean;
let denials: AgentDenials;
const clock = createFakeClock(0);

beforeEach(() => {
  written = [];
  isAway = false;
  const append = async (entry: AuditEntry) => {
    if (isAway) throw new Error('the database is away');
    written.push(entry);
  };
  denials = createAgentDenials({ append, clock, log: silentLogger() });
});
afterEach(() => denials.close());

describe('what agents are denied', () => {
  it('is one entry per agent, kind and reason, and one that counts the rest', async () => {
    for (let i = 0; i < 1_000; i++) denials.note({ ...PUBLISH, address: `10.0.0.${i % 250}` });
    denials.note({ ...PUBLISH, attempt: 'subscribe' });
    denials.note({ ...PUBLISH, reason: 'malformed-topic' });
    await denials.close();
    expect(written.map(({ action, code, count }) => [action, code, count])).toEqual([
      ['agent.publish', 'foreign-topic', 1],
      ['agent.subscribe', 'foreign-topic', 1],
      ['agent.publish', 'malformed-topic', 1],
      ['agent.publish', 'foreign-topic', 999],
    ]);
  });

  it('is in the chain of the account, by the agent when it has proven itself', async () => {
    denials.note(PUBLISH);
    denials.note({ ...PUBLISH, attempt: 'connect', reason: 'bad-credentials' });
    await denials.close();
    const common = {
      accountId: account,
      outcome: 'denied',
      resource: { kind: 'agent', id, name },
      address: '10.0.0.1',
    };
    expect(written).toMatchObject([
      { ...common, actor: { kind: 'agent', id, name } },
      { ...common, actor: { kind: 'anonymous', id: null, name: null } },
    ]);
  });

  it('is written later when the database was away, and nothing of it is lost', async () => {
    isAway = true;
    denials.note(PUBLISH);
    denials.note(PUBLISH);
    // What is written after those two waits for them.
    await Promise.resolve();
    isAway = false;
    await denials.close();
    expect(written.reduce((sum, { count }) => sum + count, 0)).toBe(2);
  });
});
