import { reconnectDelay } from './backoff.ts';
import {
  type ClientMessage,
  type ControlMessage,
  isNews,
  type LiveInterest,
  type NewsMessage,
  parseServerMessage,
} from './protocol.ts';

/** `idle` until something is wanted; `waiting` between attempts. */
export type LiveStatus = 'idle' | 'connecting' | 'live' | 'waiting';

/** As much of a browser's WebSocket as is used, so that tests can bring their own. */
export interface SocketLike {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
  send(data: string): void;
  close(): void;
}

export interface LiveSocketDeps {
  readonly open: () => SocketLike;
  /** A good access token; null when signed out, rejected when the server cannot be reached. */
  readonly token: () => Promise<string | null>;
  /** A new access token, when the server asks for one. */
  readonly freshToken: () => Promise<string | null>;
  readonly onNews: (message: NewsMessage, interest: LiveInterest) => void;
  readonly onStatus: (status: LiveStatus) => void;
  /** The connection is back after it was lost: what came in between was missed. */
  readonly onResume: () => void;
  readonly random: () => number;
}

export interface LiveSocket {
  /** Starts delivery; the returned function ends it. The connection closes with the last interest. */
  subscribe(interest: LiveInterest): () => void;
  /** Ends the connection at once, as at sign-out; interests stay and {@link LiveSocket.retry} takes them up again. */
  close(): void;
  /** Connects now instead of after the waiting time, as when the browser is back online. */
  retry(): void;
}

/** The server sends rates every second; silence for this long means that the connection is dead. */
const SILENCE_MS = 20_000;

/** One WebSocket for the whole dashboard: it comes back by itself and takes up every subscription again. */
export function createLiveSocket(deps: LiveSocketDeps): LiveSocket {
  const interests = new Map<string, LiveInterest>();
  let socket: SocketLike | null = null;
  let isReady = false;
  let wasLive = false;
  let attempt = 0;
  let nextId = 1;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let silenceTimer: ReturnType<typeof setTimeout> | undefined;

  function connect(): void {
    clearTimeout(retryTimer);
    if (socket !== null || interests.size === 0) return;
    deps.onStatus('connecting');
    const opened = deps.open();
    socket = opened;
    opened.onopen = () => void authenticate(opened, deps.token);
    opened.onmessage = ({ data }) => receive(opened, data);
    opened.onclose = () => lost(opened);
    expectNews(opened);
  }

  async function authenticate(opened: SocketLike, getToken: () => Promise<string | null>): Promise<void> {
    const token = await getToken().catch(() => null);
    if (opened !== socket) return;
    if (token === null) opened.close();
    else send({ type: 'authenticate', access_token: token });
  }

  function receive(opened: SocketLike, data: unknown): void {
    if (opened !== socket) return;
    expectNews(opened);
    const message = parseServerMessage(data);
    if (message === null) return;
    if (isNews(message)) deliver(message);
    else control(opened, message);
  }

  function deliver(message: NewsMessage): void {
    const interest = interests.get(message.id);
    if (interest !== undefined) deps.onNews(message, interest);
  }

  function control(opened: SocketLike, message: ControlMessage): void {
    if (message.type === 'authenticated' && !isReady) ready();
    if (message.type === 'reauthenticate') void authenticate(opened, deps.freshToken);
    // Without an id it is about the connection, not about one subscription: start over.
    if (message.type === 'error' && message.id === undefined) opened.close();
  }

  function ready(): void {
    isReady = true;
    attempt = 0;
    for (const [id, interest] of interests) send({ type: 'subscribe', id, ...interest });
    deps.onStatus('live');
    if (wasLive) deps.onResume();
    wasLive = true;
  }

  function expectNews(opened: SocketLike): void {
    clearTimeout(silenceTimer);
    silenceTimer = setTimeout(() => {
      // A dead connection may take minutes to close by itself: do not wait for it.
      opened.close();
      lost(opened);
    }, SILENCE_MS);
  }

  function lost(opened: SocketLike): void {
    if (opened !== socket) return;
    drop();
    if (interests.size === 0) {
      deps.onStatus('idle');
      return;
    }
    deps.onStatus('waiting');
    retryTimer = setTimeout(connect, reconnectDelay(attempt, deps.random()));
    attempt += 1;
  }

  function drop(): void {
    socket = null;
    isReady = false;
    clearTimeout(silenceTimer);
    clearTimeout(retryTimer);
  }

  function close(): void {
    const closing = socket;
    drop();
    closing?.close();
    wasLive = false;
    deps.onStatus('idle');
  }

  function send(message: ClientMessage): void {
    socket?.send(JSON.stringify(message));
  }

  function subscribe(interest: LiveInterest): () => void {
    const id = `s${nextId++}`;
    interests.set(id, interest);
    if (isReady) send({ type: 'subscribe', id, ...interest });
    else connect();
    return () => {
      if (!interests.delete(id)) return;
      if (isReady) send({ type: 'unsubscribe', id });
      if (interests.size === 0) close();
    };
  }

  function retry(): void {
    attempt = 0;
    connect();
  }

  return { subscribe, close, retry };
}
