import { once } from 'node:events';
import type { LiveServerMessage } from '@hawser/contracts/http';
import { waitFor } from '@hawser/testkit';
import WebSocket from 'ws';

/** Distributes over the union, so that a test names a message by its type. */
type Message<Type extends LiveServerMessage['type']> = Extract<LiveServerMessage, { type: Type }>;

/** A live client as anybody would write one. */
export class LiveClient {
  readonly socket: WebSocket;
  readonly messages: LiveServerMessage[] = [];
  closed: { readonly code: number; readonly reason: string } | null = null;

  constructor(url: string, headers: Record<string, string> = {}) {
    this.socket = new WebSocket(`${url.replace('http', 'ws')}/v1/live`, { headers });
    this.socket.on('message', (data) => this.messages.push(JSON.parse(String(data)) as LiveServerMessage));
    this.socket.on('close', (code, reason) => {
      this.closed = { code, reason: String(reason) };
    });
  }

  async open(): Promise<this> {
    await once(this.socket, 'open');
    return this;
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  /** The first message of a type that has come or will come, and that fits. */
  async next<Type extends LiveServerMessage['type']>(
    type: Type,
    fits: (message: Message<Type>) => boolean = () => true,
  ): Promise<Message<Type>> {
    const find = () => this.messages.find((each): each is Message<Type> => each.type === type && fits(each as never));
    return waitFor(find, { what: `a message of type ${type}` });
  }

  async closeCode(): Promise<number> {
    return (await waitFor(() => this.closed, { what: 'the connection to close' })).code;
  }

  close(): void {
    this.socket.terminate();
  }
}
