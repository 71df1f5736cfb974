import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { BridgeConfig, BridgeTls } from '../config.ts';

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'mqtt:': 1883, 'mqtts:': 8883 };

/** Where the broker is and how it is recognised. */
export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
  /** Null for a connection that is not encrypted. */
  readonly tls: BridgeTls | null;
}

/**
 * Reads the broker's URL.
 *
 * @throws Error that says what the URL must look like
 */
export function brokerAddress({ url, tls }: Pick<BridgeConfig, 'url' | 'tls'>): BrokerAddress {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const port = parsed === null ? undefined : DEFAULT_PORTS[parsed.protocol];
  if (parsed === null || port === undefined || parsed.hostname === '') {
    throw new Error(`The broker's URL must be mqtt://host:port or mqtts://host:port, not ${url}`);
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw new Error("User name and password of the broker belong in settings of their own, not in the broker's URL");
  }
  const secured = parsed.protocol === 'mqtts:';
  return {
    host: parsed.hostname.replace(/^\[|\]$/g, ''),
    port: parsed.port === '' ? port : Number(parsed.port),
    tls: secured ? (tls ?? {}) : null,
  };
}

/**
 * Opens a socket. A broker whose certificate does not fit is refused: its socket ends with an error before anything is
 * sent.
 *
 * @param onReady - called when bytes may be sent
 */
export function openSocket({ host, port, tls }: BrokerAddress, onReady: () => void): Socket {
  if (tls === null) return connectTcp({ host, port, noDelay: true }, onReady);
  const { ca, cert, key, serverName } = tls;
  const name = serverName ?? (isIP(host) === 0 ? host : undefined);
  const socket = connectTls(
    {
      host,
      port,
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
      ...(name === undefined ? {} : { servername: name }),
    },
    onReady,
  );
  return socket.setNoDelay(true);
}

const UNKNOWN_AUTHORITY = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** Says what to do about a certificate that does not fit; other errors speak for themselves. */
export function explainSocketError(error: Error): Error {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (!UNKNOWN_AUTHORITY.has(code)) return error;
  const message =
    "The broker's certificate is not signed by the authority given for it: give the CA certificate that signed it, " +
    'or look whether this is the right broker';
  return new Error(message, { cause: error });
}
