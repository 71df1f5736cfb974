import type { AddressInfo } from 'node:net';

/** The port that was taken, also when the configuration asked for any free one. */
export function listeningPort(app: { readonly server: { address(): AddressInfo | string | null } }): number {
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('the service does not listen on a port');
  return address.port;
}
