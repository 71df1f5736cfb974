import type { WebsocketHandler } from '@fastify/websocket';
import { DEFAULT_LIVE_LIMITS } from '../../config.ts';
import type { ApiContext } from '../../context.ts';
import { bearerToken } from '../../plugins/authentication.ts';
import { CLOSE, LiveConnection } from './live-connection.ts';

/** `GET /v1/live`: takes a client on, as long as there are not too many. */
export function acceptLiveClient(context: ApiContext): WebsocketHandler {
  const { maxConnections } = context.config.liveLimits ?? DEFAULT_LIVE_LIMITS;
  let connections = 0;
  return (socket, request) => {
    if (connections >= maxConnections) {
      socket.close(CLOSE.tryLater, 'too many live clients');
      return;
    }
    connections += 1;
    socket.on('close', () => {
      connections -= 1;
    });
    const connection = new LiveConnection(socket, context);
    if (request.headers.authorization !== undefined) connection.authenticate(bearerToken(request));
  };
}
