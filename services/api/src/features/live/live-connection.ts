import type { WebSocket as Socket } from '@fastify/websocket';
import type { LiveClientMessage, LiveServerMessage } from '@hawser/contracts/http';
import { Problem } from '@hawser/core';
import { DEFAULT_LIVE_LIMITS, type LiveLimits } from '../../config.ts';
import type { ApiContext } from '../../context.ts';
import { assertEnrolled } from '../../plugins/authentication.ts';
import type { Concerns } from '../../sessions/concerns.ts';
import { parseClientMessage } from './client-message.ts';
import { LiveSession } from './live-session.ts';
import { resolveInterest } from './resolve-interest.ts';
import { type LiveChannel, Subscription } from './subscription.ts';

/** Close codes 4000 to 4999 are for applications (RFC 6455 section 7.4.2); these mirror the HTTP status. */
export const CLOSE = { unauthenticated: 4401, tooManyMessages: 4429, policy: 1008, tryLater: 1013 } as const;

/** One client of the live channel: its messages are handled one after the other, and it is let go when it is gone. */
export class LiveConnection implements LiveChannel {
  readonly #socket: Socket;
  readonly #context: ApiContext;
  readonly #limits: LiveLimits;
  readonly #session: LiveSession;
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #heartbeat: NodeJS.Timeout;
  readonly #stopListening: () => void;
  #work: Promise<void> = Promise.resolve();
  #alive = true;
  #secondStartedAt = 0;
  #messagesInSecond = 0;

  constructor(socket: Socket, context: ApiContext) {
    this.#socket = socket;
    this.#context = context;
    this.#limits = context.config.liveLimits ?? DEFAULT_LIVE_LIMITS;
    this.#session = new LiveSession(context.clock, this.#limits.authenticationDeadlineMs, {
      onReminder: (expiresAt) => this.send({ type: 'reauthenticate', expires_at: expiresAt }),
      onExpired: () => socket.close(CLOSE.unauthenticated, 'not authenticated in time'),
    });
    this.#heartbeat = setInterval(() => this.#beat(), this.#limits.pingIntervalMs);
    this.#stopListening = context.sessions.onChange((concerns) => this.#checkIf(concerns));
    socket.on('pong', () => {
      this.#alive = true;
    });
    socket.on('message', (data, isBinary) => this.#receive(String(data), isBinary));
    socket.on('close', () => this.#dispose());
  }

  get waitingBytes(): number {
    return this.#socket.bufferedAmount;
  }

  send(message: LiveServerMessage): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  /** Authenticates with a token that came with the upgrade, before anything the client sends. */
  authenticate(token: string): void {
    this.#enqueue({ type: 'authenticate', access_token: token });
  }

  #receive(text: string, isBinary: boolean): void {
    if (this.#isFlooding()) {
      this.#socket.close(CLOSE.tooManyMessages, 'too many messages');
      return;
    }
    try {
      if (isBinary) throw new Problem('bad-request', 'Messages are text.');
      this.#enqueue(parseClientMessage(text));
    } catch (error) {
      this.#sendError(error);
    }
  }

  /** The chain is bounded by the rate of messages and by what each of them may cost. */
  #enqueue(message: LiveClientMessage): void {
    this.#work = this.#work.then(async () => {
      try {
        await this.#handle(message);
      } catch (error) {
        this.#sendError(error, 'id' in message ? message.id : undefined);
      }
    });
  }

  async #handle(message: LiveClientMessage): Promise<void> {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (message.type === 'authenticate') await this.#authenticate(message.access_token);
    else if (message.type === 'subscribe') await this.#subscribe(message);
    else this.#unsubscribe(message.id);
  }

  /** A session that ends or changes while it is looked up is looked up again: nobody would tell of that later. */
  async #authenticate(token: string): Promise<void> {
    const changes: Concerns[] = [];
    const stopListening = this.#context.sessions.onChange((concerns) => void changes.push(concerns));
    try {
      const session = await this.#context.callers.authenticate(token);
      if (changes.some((concerns) => concerns(session))) return await this.#authenticate(token);
      assertEnrolled(session);
      if (this.#socket.readyState !== this.#socket.OPEN) return;
      this.#session.renew(session);
      this.send({ type: 'authenticated', expires_at: session.expiresAt });
    } finally {
      stopListening();
    }
  }

  async #subscribe(message: LiveClientMessage & { type: 'subscribe' }): Promise<void> {
    const session = this.#session.require();
    const { maxSubscriptionsPerConnection: max } = this.#limits;
    if (this.#subscriptions.size >= max && !this.#subscriptions.has(message.id)) {
      throw new Problem('limit-reached', `A connection can have ${max} subscriptions.`);
    }
    const interest = await resolveInterest(this.#context, session, message);
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#drop(message.id);
    const subscription = new Subscription(message.id, interest, this, this.#limits);
    this.#subscriptions.set(message.id, subscription);
    this.send({ type: 'subscribed', id: message.id });
    this.#context.live.add(subscription);
  }

  #unsubscribe(id: string): void {
    this.#drop(id);
    this.send({ type: 'unsubscribed', id });
  }

  #drop(id: string): void {
    const subscription = this.#subscriptions.get(id);
    if (subscription === undefined) return;
    this.#subscriptions.delete(id);
    this.#context.live.remove(subscription);
  }

  #sendError(error: unknown, id?: string): void {
    const about = id === undefined ? {} : { id };
    if (error instanceof Problem) {
      this.send({ type: 'error', ...about, code: error.code, message: error.message });
      return;
    }
    this.#context.log.error({ err: error }, 'a live message failed unexpectedly');
    this.send({ type: 'error', ...about, code: 'internal', message: 'Something went wrong that should not have.' });
  }

  #isFlooding(): boolean {
    const now = this.#context.clock();
    if (now - this.#secondStartedAt >= 1_000) {
      this.#secondStartedAt = now;
      this.#messagesInSecond = 0;
    }
    this.#messagesInSecond += 1;
    return this.#messagesInSecond > this.#limits.maxMessagesPerSecond;
  }

  /** A client that did not answer the last ping is gone. */
  #beat(): void {
    if (!this.#alive) {
      this.#socket.terminate();
      return;
    }
    this.#alive = false;
    this.#socket.ping();
  }

  /** What the client was let subscribe to was permitted to the session as it was then. */
  #checkIf(concerns: Concerns): void {
    const session = this.#session.current;
    if (session === null || !concerns(session)) return;
    this.#context.sessions.stateOf(session).then(
      (state) => {
        if (state === 'ended') this.#socket.close(CLOSE.unauthenticated, 'the session has ended');
        if (state === 'changed') this.#socket.close(CLOSE.tryLater, 'the rights have changed');
      },
      () => this.#socket.close(CLOSE.tryLater, 'the session could not be checked'),
    );
  }

  #dispose(): void {
    clearInterval(this.#heartbeat);
    this.#session.stop();
    this.#stopListening();
    for (const id of [...this.#subscriptions.keys()]) this.#drop(id);
  }
}
