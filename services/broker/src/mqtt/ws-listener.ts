import { createServer, type Server, type ServerResponse } from 'node:http';
import { createWebSocketStream, type VerifyClientCallbackSync, type WebSocket, WebSocketServer } from 'ws';
import { type Gatekeeper, type Listener, listen } from './listener.ts';

/** MQTT 3.1.1 section 6 names `mqtt`; `mqttv3.1` is what clients of MQTT 3.1 say. */
const SUBPROTOCOLS = ['mqtt', 'mqttv3.1'] as const;
const UNSUPPORTED_DATA = 1003;
const TIMEOUT_CHECK_MS = 1_000;

export interface WsListenerConfig {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly maxFrameBytes: number;
  /** How long a connection may take to ask for the upgrade. */
  readonly connectTimeoutMs: number;
  readonly maxConnections: number;
}

/** Listens for MQTT over WebSocket, on every path. Clients have to offer one of the MQTT subprotocols. */
export async function listenWs(config: WsListenerConfig, gatekeeper: Gatekeeper): Promise<Listener> {
  const server = createHttpServer(config);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: config.maxFrameBytes,
    perMessageDeflate: false,
    handleProtocols: (offered) => SUBPROTOCOLS.find((name) => offered.has(name)) ?? false,
    verifyClient: mayUpgrade(gatekeeper),
  });
  server.on('upgrade', (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (opened) => enter(opened, gatekeeper));
  });
  const listener = await listen(server, config.host, config.port, gatekeeper);
  return {
    port: listener.port,
    async close() {
      sockets.close();
      const closed = listener.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function createHttpServer(config: WsListenerConfig): Server {
  const server = createServer(
    {
      headersTimeout: config.connectTimeoutMs,
      requestTimeout: config.connectTimeoutMs,
      connectionsCheckingInterval: TIMEOUT_CHECK_MS,
    },
    (_request, response) => refusePlainRequest(response),
  );
  server.maxConnections = config.maxConnections;
  return server;
}

function refusePlainRequest(response: ServerResponse): void {
  response.writeHead(426, { 'content-type': 'text/plain', connection: 'close', upgrade: 'websocket' });
  response.end('This port speaks MQTT over WebSocket.\n');
}

function mayUpgrade(gatekeeper: Gatekeeper): VerifyClientCallbackSync {
  return ({ req }) => {
    const offered = (req.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
    return SUBPROTOCOLS.some((name) => offered.includes(name)) && gatekeeper.mayEnter();
  };
}

function enter(socket: WebSocket, gatekeeper: Gatekeeper): void {
  // MQTT-6.0.0-1: control packets come in binary frames; anything else ends the connection.
  socket.on('message', (_data, isBinary) => {
    if (!isBinary) socket.close(UNSUPPORTED_DATA);
  });
  gatekeeper.accept(createWebSocketStream(socket));
}
