import type { Server } from 'node:net';
import type { Duplex } from 'node:stream';

/** What a listener does with a connection that asks to come in. */
export interface Gatekeeper {
  /** False when there are too many connections already; the refusal has been counted then. */
  mayEnter(): boolean;
  accept(connection: Duplex): void;
  /** Called when a listener cannot take a connection, for example because the process has no more file descriptors. */
  failed(error: Error): void;
}

export interface Listener {
  readonly port: number;
  /** Takes no more connections from now on; resolves when those it took have ended. */
  close(): Promise<void>;
}

/** @throws Error when the address cannot be listened on */
export async function listen(server: Server, host: string, port: number, gatekeeper: Gatekeeper): Promise<Listener> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  server.on('error', (error) => gatekeeper.failed(error));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The listener has no port');
  return { port: address.port, close: () => closeServer(server) };
}

function closeServer(server: Server): Promise<void> {
  // The only error is that it does not listen any more, which is what was asked for.
  return new Promise((resolve) => server.close(() => resolve()));
}
