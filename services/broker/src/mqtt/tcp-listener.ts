import { createServer, type Socket } from 'node:net';
import { type Gatekeeper, type Listener, listen } from './listener.ts';

/** After this much silence the system asks whether the other end is still there. */
const TCP_KEEPALIVE_MS = 60_000;

/** Listens for MQTT over TCP. Port 0 takes a free one. */
export function listenTcp(host: string, port: number, gatekeeper: Gatekeeper): Promise<Listener> {
  const options = { noDelay: true, keepAlive: true, keepAliveInitialDelay: TCP_KEEPALIVE_MS };
  const server = createServer(options, (socket) => enter(socket, gatekeeper));
  return listen(server, host, port, gatekeeper);
}

function enter(socket: Socket, gatekeeper: Gatekeeper): void {
  if (gatekeeper.mayEnter()) {
    gatekeeper.accept(socket);
    return;
  }
  // It may be reset while it is being refused, which concerns nobody.
  socket.on('error', () => undefined);
  socket.destroy();
}
