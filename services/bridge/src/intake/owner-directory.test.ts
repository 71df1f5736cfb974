import { makeAgent } from '@hawser/intake/testing';
import { createFakeClock, waitFor } from '@hawser/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemoryOwners, ROOT_ACCOUNT } from '../testing/memory-owners.ts';
import { OwnerDirectory } from './owner-directory.ts';

const TTL = 5_000;
const NOBODY_TTL = 1_000;
const clock = createFakeClock();
const agent = makeAgent('gateway-1');
let owners: MemoryOwners;
let directory: OwnerDirectory;
let errors: unknown[];

beforeEach(() => {
  owners = new MemoryOwners();
  owners.agents.push(agent);
  errors = [];
  directory = new OwnerDirectory(
    { maxEntries: 100, ttlMs: TTL, nobodyTtlMs: NOBODY_TTL, lookupTimeoutMs: 1_000 },
    { owners, clock, onError: (error) => errors.push(error), onAnswered: () => undefined },
  );
});
afterEach(() => directory.close());

describe('the directory of owners', () => {
  it('asks about everybody of one turn in one question', async () => {
    const found = await Promise.all(
      ['gateway-1', 'gateway-2', 'gateway-1', agent.id].map((name) => directory.find('acme', name)),
    );
    expect(found.map(({ kind }) => kind)).toEqual(['agent', 'unknown-agent', 'agent', 'agent']);
    expect(owners.questions).toEqual([3]);
    expect(await directory.find('elsewhere', 'x')).toEqual({ kind: 'unknown-account', account: ROOT_ACCOUNT });
  });

  it('asks again before an answer is too old, without letting anybody wait', async () => {
    await directory.find('acme', 'gateway-1');
    clock.advance(TTL / 2);
    expect(directory.find('acme', 'gateway-1')).toMatchObject({ kind: 'agent' });
    await waitFor(() => owners.questions.length === 2);
    clock.advance(TTL / 2 - 1);
    expect(directory.find('acme', 'gateway-1')).toMatchObject({ kind: 'agent' });
  });

  it('sees a deleted agent after the time to live, and a new one sooner', async () => {
    await directory.find('acme', 'gateway-1');
    expect(await directory.find('acme', 'gateway-2')).toMatchObject({ kind: 'unknown-agent' });
    owners.agents.splice(0, 1, makeAgent('gateway-2'));
    clock.advance(NOBODY_TTL);
    expect(await directory.find('acme', 'gateway-2')).toMatchObject({ kind: 'agent' });
    clock.advance(TTL);
    expect(await directory.find('acme', 'gateway-1')).toMatchObject({ kind: 'unknown-agent' });
  });

  it('goes on with what it remembers while the database is away, and owes the rest', async () => {
    await directory.find('acme', 'gateway-1');
    owners.error = new Error('connection lost');
    clock.advance(TTL * 100);
    expect(await directory.find('acme', 'gateway-1')).toMatchObject({ kind: 'agent' });
    expect(directory.find('acme', 'gateway-1')).toMatchObject({ kind: 'agent' });
    const owed = directory.find('acme', 'gateway-9');
    expect(owed).toBeInstanceOf(Promise);
    owners.error = null;
    expect(await owed).toMatchObject({ kind: 'unknown-agent' });
    expect(errors).toHaveLength(1);
  });

  it('does not let long names fill its memory', async () => {
    await directory.find('acme', 'x'.repeat(60_000));
    expect(directory.find('acme', 'y'.repeat(60_000))).toMatchObject({ kind: 'unknown-agent' });
  });
});
