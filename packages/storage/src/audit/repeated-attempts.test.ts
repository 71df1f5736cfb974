import type { AccountId, AuditEntry } from '@hawser/core';
import { silentLogger } from '@hawser/platform';
import { createFakeClock } from '@hawser/testkit';
import { expect, it } from 'vitest';
import { RepeatedAttempts } from './repeated-attempts.ts';

function attempt(address: string): AuditEntry {
  return {
    accountId: 'a' as AccountId,
    at: 0,
    actor: { kind: 'anonymous', id: null, name: null },
    address,
    userAgent: 'x',
    action: 'session.sign_in',
    resource: { kind: 'session', id: null, name: address },
    outcome: 'denied',
    code: 'invalid-credentials',
    count: 1,
    correlationId: null,
    before: null,
    after: null,
  };
}

it('counts what comes from too many at once together, and writes the counts at the end', async () => {
  const written: AuditEntry[] = [];
  const append = async (entry: AuditEntry) => void written.push(entry);
  const attempts = new RepeatedAttempts({ append, clock: createFakeClock(), log: silentLogger() });
  for (let i = 0; i < 5_000; i++) await attempts.add(attempt(`192.0.2.${i}`));
  await attempts.add(attempt('192.0.2.0'));
  expect(written).toHaveLength(2_001);
  expect(written.at(-1)).toMatchObject({ actor: { name: 'many' }, address: null, resource: { name: null }, count: 1 });
  await attempts.close();
  expect(written.slice(2_001)).toMatchObject([
    { address: '192.0.2.0', count: 1 },
    { address: null, count: 2_999 },
  ]);
  expect(written.reduce((sum, { count }) => sum + count, 0)).toBe(5_001);
});

it('keeps the count of what could not be written', async () => {
  const written: number[] = [];
  let isAway = false;
  const append = async ({ count }: AuditEntry) => {
    if (isAway) throw new Error('database away');
    written.push(count);
  };
  const clock = createFakeClock();
  const attempts = new RepeatedAttempts({ append, clock, log: silentLogger() });
  for (let i = 0; i < 4; i++) await attempts.add(attempt('192.0.2.1'));
  clock.advance(60_000);
  isAway = true;
  await expect(attempts.add(attempt('192.0.2.1'))).rejects.toThrow('database away');
  isAway = false;
  await attempts.close();
  expect(written.reduce((sum, count) => sum + count, 0)).toBe(5);
});
