import { PassThrough } from 'node:stream';
import { makeAgent } from '@hawser/intake/testing';
import { createFakeClock, waitFor } from '@hawser/testkit';
import { describe, expect, it } from 'vitest';
import type { Session } from './session.ts';
import { SessionRegistry } from './session-registry.ts';

function setUp() {
  const closed: Session[] = [];
  const registry = new SessionRegistry(createFakeClock(), {
    opened: () => undefined,
    closed: (session) => closed.push(session),
  });
  return { closed, registry };
}

describe('the session registry', () => {
  it('has a session from its opening to the end of its connection', async () => {
    const { closed, registry } = setUp();
    const session = registry.open(makeAgent('gateway-1'), new PassThrough());
    expect([registry.size, session.closedAt]).toEqual([1, null]);
    session.connection.destroy();
    await waitFor(() => closed.includes(session));
    expect(registry.size).toBe(0);
    expect(session.closedAt).not.toBe(null);
  });

  it('ends the other connections of the same agent, and nobody else', () => {
    const { registry } = setUp();
    const [agent, other] = [makeAgent('gateway-1'), makeAgent('gateway-2')];
    const [first, second] = [registry.open(agent, new PassThrough()), registry.open(agent, new PassThrough())];
    const foreign = registry.open(other, new PassThrough());
    registry.keepOnly(second);
    expect([first, second, foreign].map(({ connection }) => connection.destroyed)).toEqual([true, false, false]);
    registry.disconnect(agent.id);
    expect(second.connection.destroyed).toBe(true);
    expect(foreign.connection.destroyed).toBe(false);
  });
});
