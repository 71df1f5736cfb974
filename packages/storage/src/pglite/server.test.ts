import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { waitFor } from '@hawser/testkit';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Engine } from './engine.ts';
import type { Notice, Reply, Request } from './messages.ts';
import { serve } from './server.ts';
import { encodeStatement } from './wire.ts';

const WIRE = encodeStatement('SELECT 1', []);
/** One has the turn, and as many as may wait are waiting. */
const FLOOD = 1 + 10_000;
const IDLE = 'I'.charCodeAt(0);

/** Answers when it is told to. */
class SlowEngine implements Engine {
  readonly answers: { resolve(): void; reject(error: Error): void }[] = [];

  run(): Promise<Uint8Array> {
    return new Promise((resolve, reject) =>
      this.answers.push({ resolve: () => resolve(Uint8Array.of(IDLE)), reject: (error) => reject(error) }),
    );
  }

  async close(): Promise<void> {}
}

let engine: SlowEngine;
let notices: Notice[];
let replies: Reply[];
let client: MessagePort;
let control: MessagePort;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  engine = new SlowEngine();
  [notices, replies] = [[], []];
  const [outer, inner] = [new MessageChannel(), new MessageChannel()];
  control = outer.port2;
  client = inner.port2;
  control.on('message', (notice: Notice) => notices.push(notice));
  client.on('message', (reply: Reply) => replies.push(reply));
  void serve(outer.port1, { engine, silentTransactionMs: 60_000 });
  control.postMessage({ type: 'connect', port: inner.port1 }, [inner.port1]);
});
afterEach(() => {
  vi.useRealTimers();
  client.close();
  control.close();
});

const ask = (request: Request): void => client.postMessage(request);

it('keeps on when so many wait that its own work is refused', async () => {
  for (let id = 1; id <= FLOOD; id++) ask({ type: 'run', id, wire: WIRE, transaction: null, copy: null });
  ask({ type: 'run', id: FLOOD + 1, wire: WIRE, transaction: null, copy: null });
  await waitFor(() => replies.length === 1);
  vi.advanceTimersByTime(1_000);
  await waitFor(() => notices.some(({ type }) => type === 'housekeeping-failed'));
  engine.answers[0]?.resolve();
  await waitFor(() => replies.length === 2);
  expect(replies.map(({ id, type }) => [id, type])).toEqual([
    [FLOOD + 1, 'unavailable'],
    [1, 'done'],
  ]);
});

it('serves the next one when a transaction could not be begun', async () => {
  ask({ type: 'begin', id: 1, wire: WIRE });
  ask({ type: 'run', id: 2, wire: WIRE, transaction: null, copy: null });
  await waitFor(() => engine.answers.length === 1);
  engine.answers[0]?.reject(new Error('no memory'));
  await waitFor(() => engine.answers.length === 2);
  engine.answers[1]?.resolve();
  await waitFor(() => replies.length === 2);
  expect(replies.map(({ id, type }) => [id, type])).toEqual([
    [1, 'unavailable'],
    [2, 'done'],
  ]);
});
