import type { LiveServerMessage } from '@hawser/contracts/http';
import type { AccountId, AgentId, UserId } from '@hawser/core';
import { waitFor } from '@hawser/testkit';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_LIVE_LIMITS } from '../../config.ts';
import type { Session } from '../../sessions/session.ts';
import { LiveClient } from '../../testing/live-client.ts';
import { setUp, startTestApi } from '../../testing/test-api.ts';
import { LiveSession } from './live-session.ts';
import { ReadingBuffer } from './reading-buffer.ts';
import { Subscription } from './subscription.ts';

const AGENT = 'agent' as AgentId;
const reading = (metric: string, time: number) => ({ device: 'd', metric, unit: null, time, value: time });
const message = (metric: string, time: number) => ({ agent: 'a', agent_id: AGENT, ...reading(metric, time) });

describe('reading buffer', () => {
  const limits = { maxGatheredReadings: 3, maxCoalescedSeries: 2 };

  it('keeps everything while it is little', () => {
    const buffer = new ReadingBuffer(limits);
    for (let time = 1; time <= 3; time++) buffer.add(message('m', time));
    const { readings, coalesced } = buffer.take();
    expect([readings.map((each) => each.time), coalesced]).toEqual([[1, 2, 3], false]);
    expect(buffer.isEmpty).toBe(true);
  });

  it('keeps the newest of each series when it is much, and never more series than allowed', () => {
    const buffer = new ReadingBuffer(limits);
    for (let time = 1; time <= 100; time++) buffer.add(message('m', time));
    buffer.add(message('m', 50));
    buffer.add(message('n', 1));
    buffer.add(message('o', 1));
    const { readings, coalesced, dropped } = buffer.take();
    expect(readings.map((each) => [each.metric, each.time])).toEqual([
      ['m', 100],
      ['n', 1],
    ]);
    expect({ coalesced, dropped }).toEqual({ coalesced: true, dropped: 1 });
    buffer.add(message('m', 101));
    expect(buffer.take()).toMatchObject({ coalesced: false, dropped: 0 });
  });
});

describe('a subscription of a slow client', () => {
  it('is sent nothing until the client has caught up, then the newest values', () => {
    const sent: LiveServerMessage[] = [];
    const channel = { waitingBytes: 2_000_000, send: (each: LiveServerMessage) => sent.push(each) };
    const interest = { account: 'x' as AccountId, isWhole: true, agents: 'all' as const, series: new Map() };
    const limits = { ...DEFAULT_LIVE_LIMITS, maxGatheredReadings: 10 };
    const subscription = new Subscription('s', interest, channel, limits);
    const rates = { agents_online: 1, messages_received: 1, messages_rejected: 0, readings_stored: 1 };
    for (let time = 1; time <= 10_000; time++) subscription.addReadings('a', AGENT, [reading('m', time)]);
    subscription.addPresence({ agent: 'a', agent_id: AGENT, online: true, at: 1 });
    subscription.addPresence({ agent: 'a', agent_id: AGENT, online: false, at: 2 });
    subscription.sendRates(rates);
    subscription.flush();
    expect(sent).toEqual([]);
    channel.waitingBytes = 0;
    subscription.flush();
    expect(sent).toEqual([
      { type: 'presence', id: 's', agent: 'a', agent_id: AGENT, online: false, at: 2 },
      { type: 'readings', id: 's', readings: [message('m', 10_000)], coalesced: true },
    ]);
  });
});

describe('live session', () => {
  const session = (userId: string, expiresAt: number) => ({ userId: userId as UserId, expiresAt }) as Session;

  afterEach(() => {
    vi.useRealTimers();
  });

  it('asks for a new token before the old one expires, and ends without one', () => {
    vi.useFakeTimers();
    const events = { onReminder: vi.fn(), onExpired: vi.fn() };
    const live = new LiveSession(() => Date.now(), 10_000, events);
    live.renew(session('u', Date.now() + 900_000));
    vi.advanceTimersByTime(840_000);
    expect(events.onReminder).toHaveBeenCalledTimes(1);
    live.renew(session('u', Date.now() + 900_000));
    vi.advanceTimersByTime(899_000);
    expect(events.onExpired).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1_000);
    expect(events.onExpired).toHaveBeenCalledTimes(1);
    live.stop();
  });

  it('ends when no token comes', () => {
    vi.useFakeTimers();
    const events = { onReminder: vi.fn(), onExpired: vi.fn() };
    const live = new LiveSession(() => Date.now(), 10_000, events);
    vi.advanceTimersByTime(10_000);
    expect(events.onExpired).toHaveBeenCalledTimes(1);
    live.stop();
  });

  it('stays with one user', () => {
    const live = new LiveSession(() => 0, 10_000, { onReminder: () => {}, onExpired: () => {} });
    live.renew(session('u', 1_000_000));
    expect(() => live.renew(session('v', 1_000_000))).toThrow('another user');
    live.stop();
  });
});

describe('a client that takes nothing', () => {
  it('does not make the service hold more and more for it', async () => {
    const api = await startTestApi();
    const { access_token, account } = await setUp(api);
    const { url } = await api.role.start();
    const client = await new LiveClient(url, { authorization: `Bearer ${access_token}` }).open();
    client.send({ type: 'subscribe', id: 's', account: account.id, agents: 'all' });
    await client.next('subscribed');
    const [socket] = api.role.app.websocketServer.clients;
    client.socket.pause();
    const agent = 'a5f0c0de-0000-7000-8000-000000000000' as AgentId;
    api.role.live.names.remember(agent, 'noisy');
    const text = 'x'.repeat(1_000);
    const readings = Array.from({ length: 1_000 }, (_, i) => ({ ...reading(`m${i}`, i), value: text }));
    let most = 0;
    for (let round = 0; round < 60; round++) {
      api.role.live.publish({ type: 'readings', account: account.id as AccountId, agent, readings });
      await new Promise((resolve) => setTimeout(resolve, 10));
      most = Math.max(most, socket!.bufferedAmount);
    }
    expect(most).toBeGreaterThan(DEFAULT_LIVE_LIMITS.slowAboveBytes);
    expect(most).toBeLessThan(16 * DEFAULT_LIVE_LIMITS.slowAboveBytes);
    client.socket.resume();
    await waitFor(() => client.messages.some((each) => each.type === 'readings' && each.coalesced === true));
    client.close();
    await api.close();
  });
});
