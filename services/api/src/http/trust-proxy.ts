/**
 * Whose `X-Forwarded-*` headers are believed: nobody's, everybody's, those of the nearest proxies by number, or those of
 * proxies with these addresses (networks such as 10.0.0.0/8, or `loopback`, `linklocal`, `uniquelocal`).
 */
export type TrustProxy = boolean | number | readonly string[];

/** As Fastify wants it. It takes no plain number, because one says nothing of who the nearest proxy is. */
export function trustOption(trust: TrustProxy): boolean | string[] | ((address: string, hop: number) => boolean) {
  if (typeof trust === 'number') return (_address, hop) => hop < trust;
  return typeof trust === 'boolean' ? trust : [...trust];
}
