/** What the dashboard asks of `GET /v1/live`; the messages are documented as LiveClientMessage and LiveServerMessage. */
export interface LiveInterest {
  readonly account: string;
  /** Names of agents whose readings and presence are wanted; without any, only the account's rates come. */
  readonly agents?: readonly string[] | 'all';
}

export type ClientMessage =
  | { readonly type: 'authenticate'; readonly access_token: string }
  | ({ readonly type: 'subscribe'; readonly id: string } & LiveInterest)
  | { readonly type: 'unsubscribe'; readonly id: string };

export interface LiveReading {
  readonly agent: string;
  readonly agent_id: string;
  readonly device: string;
  readonly metric: string;
  readonly unit: string | null;
  /** Milliseconds since the Unix epoch. */
  readonly time: number;
  readonly value: number | boolean | string;
}

export interface ReadingsMessage {
  readonly type: 'readings';
  readonly id: string;
  readonly readings: readonly LiveReading[];
  /** Readings were left out because this client was slow. */
  readonly coalesced?: true;
}

export interface PresenceMessage {
  readonly type: 'presence';
  readonly id: string;
  readonly agent: string;
  readonly agent_id: string;
  readonly online: boolean;
  readonly at: number;
}

export interface RatesMessage {
  readonly type: 'rates';
  readonly id: string;
  readonly agents_online: number;
  readonly messages_received: number;
  readonly messages_rejected: number;
  readonly readings_stored: number;
}

/** The account came near a limit, or reached it. */
export interface LimitMessage {
  readonly type: 'limit';
  readonly id: string;
  readonly limit: string;
  readonly level: 'near' | 'reached';
  readonly at: number;
}

/** Messages about what was subscribed to. */
export type NewsMessage = ReadingsMessage | PresenceMessage | RatesMessage | LimitMessage;

/** Messages about the connection itself. */
export type ControlMessage =
  | { readonly type: 'authenticated' }
  | { readonly type: 'reauthenticate' }
  | { readonly type: 'subscribed' | 'unsubscribed'; readonly id: string }
  | { readonly type: 'error'; readonly id?: string; readonly code: string; readonly message: string };

export type ServerMessage = NewsMessage | ControlMessage;

const TYPES: ReadonlySet<string> = new Set<ServerMessage['type']>([
  'authenticated',
  'reauthenticate',
  'subscribed',
  'unsubscribed',
  'error',
  'readings',
  'presence',
  'rates',
  'limit',
]);

const NEWS: ReadonlySet<string> = new Set<NewsMessage['type']>(['readings', 'presence', 'rates', 'limit']);

/** Whether a message is about what was subscribed to. */
export function isNews(message: ServerMessage): message is NewsMessage {
  return NEWS.has(message.type);
}

/** The message in a WebSocket frame, or null when it is none that this page knows (a newer server may send more). */
export function parseServerMessage(data: unknown): ServerMessage | null {
  if (typeof data !== 'string') return null;
  try {
    const message: unknown = JSON.parse(data);
    return isServerMessage(message) ? message : null;
  } catch {
    return null;
  }
}

/** The frames come from our own server, which validates nothing less than their schema: the kind is what tells them apart. */
function isServerMessage(value: unknown): value is ServerMessage {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  if (typeof value.type !== 'string' || !TYPES.has(value.type)) return false;
  return value.type !== 'readings' || ('readings' in value && Array.isArray(value.readings));
}
