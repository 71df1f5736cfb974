import websocket from '@fastify/websocket';
import { DEFAULT_LIVE_LIMITS } from '../../config.ts';
import type { ApiContext } from '../../context.ts';
import type { ApiApp } from '../../http/api-app.ts';

/** Going away (RFC 6455 section 7.4.1). */
const GOING_AWAY = 1001;
/** How long clients may take to answer the close before they are cut off. */
const CLOSE_GRACE_MS = 1_000;

/** Adds WebSockets: no compression, which costs memory for every client, and small messages only. */
export async function addWebSockets(app: ApiApp, { config, live, log }: ApiContext): Promise<void> {
  const { maxMessageBytes } = config.liveLimits ?? DEFAULT_LIVE_LIMITS;
  await app.register(websocket, {
    options: { maxPayload: maxMessageBytes, perMessageDeflate: false },
    errorHandler: (error, socket) => {
      log.debug({ err: error }, 'a live connection broke');
      socket.terminate();
    },
    preClose: async () => closeClients(app),
  });
  app.addHook('onClose', async () => live.close());
}

async function closeClients(app: ApiApp): Promise<void> {
  const { clients } = app.websocketServer;
  const closed = [...clients].map((client) => new Promise((resolve) => client.once('close', resolve)));
  for (const client of clients) client.close(GOING_AWAY, 'the service is shutting down');
  const cutOff = setTimeout(() => {
    for (const client of clients) client.terminate();
  }, CLOSE_GRACE_MS);
  await Promise.all(closed);
  clearTimeout(cutOff);
  app.websocketServer.close();
}
