import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { reconnectDelay } from './backoff.ts';
import { createLiveSocket, type SocketLike } from './live-socket.ts';
import { parseServerMessage } from './protocol.ts';

class FakeSocket implements SocketLike {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  readonly sent: { type: string; id?: string; access_token?: string }[] = [];
  isClosed = false;

  send(data: string): void {
    this.sent.push(JSON.parse(data));
  }

  close(): void {
    this.isClosed = true;
    this.onclose?.();
  }

  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  async signIn(): Promise<void> {
    this.onopen?.();
    await vi.advanceTimersByTimeAsync(0);
    this.say({ type: 'authenticated', expires_at: 0 });
  }

  types(): string[] {
    return this.sent.map((message) => message.type);
  }
}

function setUp() {
  const sockets: FakeSocket[] = [];
  const deps = {
    open: vi.fn(() => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    }),
    token: vi.fn(async (): Promise<string | null> => 'token'),
    freshToken: vi.fn(async (): Promise<string | null> => 'fresh'),
    onNews: vi.fn(),
    onStatus: vi.fn(),
    onResume: vi.fn(),
    random: () => 1,
  };
  return { live: createLiveSocket(deps), deps, sockets };
}

const RATES = { type: 'rates', agents_online: 1, messages_received: 2, messages_rejected: 0, readings_stored: 3 };

describe('live socket', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('authenticates first, then subscribes to what was asked for', async () => {
    const { live, deps, sockets } = setUp();
    live.subscribe({ account: 'demo' });
    live.subscribe({ account: 'demo', agents: ['a1'] });
    await sockets[0]!.signIn();
    expect(deps.open).toHaveBeenCalledTimes(1);
    expect(sockets[0]!.sent).toEqual([
      { type: 'authenticate', access_token: 'token' },
      { type: 'subscribe', id: 's1', account: 'demo' },
      { type: 'subscribe', id: 's2', account: 'demo', agents: ['a1'] },
    ]);
    expect(deps.onStatus).toHaveBeenLastCalledWith('live');
  });

  it('delivers news with the interest it belongs to and drops what nobody wants any more', async () => {
    const { live, deps, sockets } = setUp();
    const stop = live.subscribe({ account: 'demo' });
    live.subscribe({ account: 'other' });
    await sockets[0]!.signIn();
    sockets[0]!.say({ ...RATES, id: 's1' });
    expect(deps.onNews).toHaveBeenCalledWith(expect.objectContaining({ readings_stored: 3 }), { account: 'demo' });
    sockets[0]!.say({ type: 'limit', id: 's1', limit: 'agents', level: 'near', at: 1 });
    expect(deps.onNews).toHaveBeenLastCalledWith(expect.objectContaining({ limit: 'agents' }), { account: 'demo' });
    stop();
    sockets[0]!.say({ ...RATES, id: 's1' });
    expect(deps.onNews).toHaveBeenCalledTimes(2);
    expect(sockets[0]!.types()).toContain('unsubscribe');
  });

  it('comes back after a loss, later each time, and subscribes again', async () => {
    const { live, deps, sockets } = setUp();
    live.subscribe({ account: 'demo' });
    await sockets[0]!.signIn();
    sockets[0]!.close();
    expect(deps.onStatus).toHaveBeenLastCalledWith('waiting');
    await vi.advanceTimersByTimeAsync(500);
    sockets[1]!.close();
    await vi.advanceTimersByTimeAsync(999);
    expect(sockets).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    await sockets[2]!.signIn();
    expect(sockets[2]!.types()).toEqual(['authenticate', 'subscribe']);
    expect(deps.onResume).toHaveBeenCalledTimes(1);
  });

  it('connects at once when told to', async () => {
    const { live, sockets } = setUp();
    live.subscribe({ account: 'demo' });
    sockets[0]!.close();
    live.retry();
    expect(sockets).toHaveLength(2);
  });

  it('gives up a connection that has gone silent', async () => {
    const { live, sockets } = setUp();
    live.subscribe({ account: 'demo' });
    await sockets[0]!.signIn();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(sockets[0]!.isClosed).toBe(true);
    await vi.advanceTimersByTimeAsync(500);
    expect(sockets).toHaveLength(2);
  });

  it('sends a fresh token when the server asks for one, without subscribing twice', async () => {
    const { live, sockets } = setUp();
    live.subscribe({ account: 'demo' });
    await sockets[0]!.signIn();
    sockets[0]!.say({ type: 'reauthenticate', expires_at: 0 });
    await vi.advanceTimersByTimeAsync(0);
    sockets[0]!.say({ type: 'authenticated', expires_at: 0 });
    expect(sockets[0]!.types()).toEqual(['authenticate', 'subscribe', 'authenticate']);
    expect(sockets[0]!.sent.at(-1)?.access_token).toBe('fresh');
  });

  it('keeps trying while there is no token to be had', async () => {
    const { live, deps, sockets } = setUp();
    deps.token.mockRejectedValueOnce(new TypeError('offline'));
    live.subscribe({ account: 'demo' });
    sockets[0]!.onopen?.();
    await vi.advanceTimersByTimeAsync(500);
    expect(sockets).toHaveLength(2);
  });

  it('closes with the last interest and stays closed', async () => {
    const { live, deps, sockets } = setUp();
    const stop = live.subscribe({ account: 'demo' });
    await sockets[0]!.signIn();
    stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sockets).toHaveLength(1);
    expect(deps.onStatus).toHaveBeenLastCalledWith('idle');
  });
});

describe('reconnectDelay', () => {
  it('doubles up to 15 seconds and is spread by half', () => {
    expect([0, 1, 2, 10, 1_000].map((attempt) => reconnectDelay(attempt, 1))).toEqual([
      500, 1_000, 2_000, 15_000, 15_000,
    ]);
    expect(reconnectDelay(0, 0)).toBe(250);
  });
});

describe('parseServerMessage', () => {
  it.each([undefined, 5, '', '{', 'null', '[]', '{"type":7}', '{"type":"news"}', '{"type":"readings"}'])(
    'knows nothing of %j',
    (data) => {
      expect(parseServerMessage(data)).toBeNull();
    },
  );
});
