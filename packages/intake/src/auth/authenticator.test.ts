import { createFakeClock } from '@hawser/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryCredentials, makeAgent, sha256, type TestAgent } from '../testing/memory-stores.ts';
import { Authenticator } from './authenticator.ts';
import { CredentialCache } from './credential-cache.ts';

const ALLOW_MS = 300_000;
const DENY_MS = 5_000;
const clock = createFakeClock();
let credentials: MemoryCredentials;
let cache: CredentialCache;
let authenticator: Authenticator;
let isOpen = true;
let agent: TestAgent;

beforeEach(() => {
  isOpen = true;
  credentials = new MemoryCredentials();
  cache = makeCache();
  authenticator = new Authenticator({ denyTtlMs: DENY_MS }, { cache, isOpen: async () => isOpen });
  agent = makeAgent('gateway-1');
  credentials.add(agent);
});

function makeCache(change: { maxEntries?: number; maxLookups?: number; lookupTimeoutMs?: number } = {}) {
  const bounds = { maxEntries: 100, maxLookups: 4, lookupTimeoutMs: 1_000, ...change };
  return new CredentialCache({ allowTtlMs: ALLOW_MS, denyTtlMs: DENY_MS, ...bounds }, credentials, clock);
}

async function signIn(password = agent.password, username = agent.username) {
  const request = { clientId: agent.id, username, password: Buffer.from(password) };
  const result = await authenticator.authenticate(request, () => null);
  return result.allow ? 'accepted' : result.reason;
}

describe('signing in', () => {
  it('is refused while the account is closed, and the credential stays remembered', async () => {
    isOpen = false;
    expect(await signIn()).toBe('account-closed');
    expect(await signIn('wrong')).toBe('bad-credentials');
    isOpen = true;
    expect(await signIn()).toBe('accepted');
    expect(credentials.lookups).toBe(1);
  });

  it('asks the database once for as long as the credential is remembered', async () => {
    expect(await signIn()).toBe('accepted');
    clock.advance(ALLOW_MS - 1);
    expect(await signIn()).toBe('accepted');
    expect(credentials.lookups).toBe(1);
    clock.advance(1);
    await signIn();
    expect(credentials.lookups).toBe(2);
  });

  it('asks once for many that come at the same time', async () => {
    expect(new Set(await Promise.all(Array.from({ length: 50 }, () => signIn())))).toEqual(new Set(['accepted']));
    expect(credentials.lookups).toBe(1);
  });

  it('remembers a denial only shortly', async () => {
    credentials.byUsername.clear();
    expect(await signIn()).toBe('bad-credentials');
    credentials.add(agent);
    expect(await signIn()).toBe('bad-credentials');
    clock.advance(DENY_MS);
    expect(await signIn()).toBe('accepted');
  });

  it('accepts a new password shortly after it was changed elsewhere', async () => {
    await signIn();
    credentials.add(agent, { passwordHash: sha256('new') });
    expect(await signIn('new')).toBe('bad-credentials');
    clock.advance(DENY_MS);
    expect(await signIn('new')).toBe('accepted');
    expect(await signIn()).toBe('bad-credentials');
  });

  it('refuses a disabled agent at once when told to forget it', async () => {
    await signIn();
    credentials.add(agent, { disabled: true });
    cache.forget(agent.id);
    expect(await signIn()).toBe('agent-disabled');
  });

  it('does not remember that the database was away', async () => {
    credentials.error = new Error('connection refused');
    expect(await signIn()).toBe('database-unavailable');
    credentials.error = null;
    expect(await signIn()).toBe('accepted');
  });

  it('does not wait for ever for the database', async () => {
    cache = makeCache({ lookupTimeoutMs: 10 });
    authenticator = new Authenticator({ denyTtlMs: DENY_MS }, { cache, isOpen: async () => isOpen });
    credentials.findByUsername = () => new Promise(() => undefined);
    expect(await signIn()).toBe('database-unavailable');
  });

  it('asks for few user names at the same time, and for all of them in the end', async () => {
    cache = makeCache({ maxLookups: 3 });
    authenticator = new Authenticator({ denyTtlMs: DENY_MS }, { cache, isOpen: async () => isOpen });
    let [running, most] = [0, 0];
    const find = credentials.findByUsername.bind(credentials);
    credentials.findByUsername = async (username) => {
      running++;
      most = Math.max(most, running);
      const found = await find(username);
      running--;
      return found;
    };
    const names = Array.from({ length: 20 }, (_, index) => `user ${index}`);
    await Promise.all(names.map((name) => signIn('x', name)));
    expect([most, credentials.lookups]).toEqual([3, 20]);
  });

  it('remembers at most so many user names', async () => {
    cache = makeCache({ maxEntries: 2 });
    authenticator = new Authenticator({ denyTtlMs: DENY_MS }, { cache, isOpen: async () => isOpen });
    await signIn();
    await signIn('x', 'a');
    await signIn('x', 'b');
    await signIn();
    expect(credentials.lookups).toBe(4);
  });

  it('answers what admission says', async () => {
    const request = { clientId: agent.id, username: agent.username, password: Buffer.from(agent.password) };
    const result = await authenticator.authenticate(request, () => ({ allow: false, code: 5, reason: 'will-topic' }));
    expect(result).toMatchObject({ allow: false, reason: 'will-topic' });
  });
});
