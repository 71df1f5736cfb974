import { PassThrough } from 'node:stream';
import { MemoryLive, makeAgent } from '@hawser/intake/testing';
import { createFakeClock } from '@hawser/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import { SessionRegistry } from '../session/session-registry.ts';
import { MemoryPresence } from '../testing/memory-presence.ts';
import { PresenceWriter } from './presence-writer.ts';

const clock = createFakeClock();
const agent = makeAgent('gateway-1');
let store: MemoryPresence;
let live: MemoryLive;
let writer: PresenceWriter;
let registry: SessionRegistry;

beforeEach(() => {
  store = new MemoryPresence();
  live = new MemoryLive();
  writer = new PresenceWriter({ brokerId: 'test', leaseMs: 30_000 }, store, live, clock);
  registry = new SessionRegistry(clock, {
    opened: (session) => writer.opened(session),
    closed: (session) => writer.closed(session),
  });
});

async function close(session: { connection: PassThrough | NodeJS.EventEmitter }): Promise<void> {
  session.connection.emit('close');
}

describe('the presence writer', () => {
  it('writes a change once', async () => {
    registry.open(agent, new PassThrough());
    await writer.flush();
    await writer.flush();
    expect(store.writes).toEqual(['connected']);
  });

  it('does not show an agent as offline whose connection was taken over while the first was being written', async () => {
    const first = registry.open(agent, new PassThrough());
    const write = store.connected.bind(store);
    let second: ReturnType<typeof registry.open> | null = null;
    store.connected = async (row) => {
      await write(row);
      if (second !== null) return;
      second = registry.open(agent, new PassThrough());
      await close(first);
    };
    await writer.flush();
    await writer.flush();
    expect(live.presenceOf(agent.id)).toEqual([true]);
    expect(store.writes).toEqual(['connected', 'connected']);
    expect(store.rows.get(agent.id)?.online).toBe(true);
  });

  it('shows an agent as online again that came back while its end was being written', async () => {
    const first = registry.open(agent, new PassThrough());
    await writer.flush();
    await close(first);
    const write = store.disconnected.bind(store);
    store.disconnected = async (row) => {
      await write(row);
      registry.open(agent, new PassThrough());
    };
    await writer.flush();
    await writer.flush();
    expect(live.presenceOf(agent.id)).toEqual([true, false, true]);
    expect(store.rows.get(agent.id)?.online).toBe(true);
  });

  it('writes what it could not write before, and each agent on its own', async () => {
    const others = Array.from({ length: 20 }, (_, index) => makeAgent(`gateway-${index}`));
    for (const other of others) registry.open(other, new PassThrough());
    store.error = new Error('connection refused');
    await expect(writer.flush()).rejects.toThrow('connection refused');
    store.error = null;
    await writer.flush();
    expect([...store.rows.values()].filter(({ online }) => online)).toHaveLength(20);
  });

  it('writes open sessions again that others took for dead, without telling live subscribers anew', async () => {
    registry.open(agent, new PassThrough());
    await writer.flush();
    await store.clearBroker('test');
    writer.writeAllAgain();
    await writer.flush();
    expect(store.rows.get(agent.id)?.online).toBe(true);
    expect(live.presenceOf(agent.id)).toEqual([true]);
  });
});
