import { BlockList, isIP } from 'node:net';
import type { TrustProxy } from '@hawser/api';
import { integerSetting, type Setting, textSetting } from '@hawser/platform';

/** Names that stand for networks, as the proxy library knows them. */
const NETWORK_NAMES = new Set(['loopback', 'linklocal', 'uniquelocal']);
const YES = new Set(['true', 'yes', 'on']);
const NO = new Set(['false', 'no', 'off']);
const MAX_HOPS = 10;

/** How the dashboard and the API are served. */
export const http = {
  tlsCertFile: textSetting({
    env: 'TLS_CERT_FILE',
    describe: 'File with the certificate chain of the API, as PEM text; served without TLS when not set.',
    fallback: '',
  }),
  tlsKeyFile: textSetting({
    env: 'TLS_KEY_FILE',
    describe: 'File with the key of that certificate, as PEM text. Both are read again when they change.',
    fallback: '',
  }),
  publicUrl: textSetting({
    env: 'PUBLIC_URL',
    describe:
      'Address at which browsers reach the dashboard and the API, such as https://hawser.example, for links; ' +
      'http://localhost with the port when not set.',
    fallback: '',
  }),
  trustProxy: trustProxySetting(),
  requestsPerMinute: integerSetting({
    env: 'HAWSER_REQUESTS_PER_MINUTE',
    describe: 'Most requests per minute of one address, and of one user or API token.',
    fallback: 6_000,
    min: 1,
    max: 10_000_000,
  }),
  signInsPerMinute: integerSetting({
    env: 'HAWSER_SIGN_INS_PER_MINUTE',
    describe: 'Most requests per minute of one address to each route that signs in.',
    fallback: 120,
    min: 1,
    max: 1_000_000,
  }),
};

function trustProxySetting(): Setting<TrustProxy> {
  return {
    env: 'TRUST_PROXY',
    describe: 'Proxies whose X-Forwarded-* headers are believed. Only a proxy that sets them itself may be named.',
    fallback: false,
    fallbackText: 'false',
    accepts: 'true, false, a number of proxies, or their networks separated by commas',
    parse: parseTrustProxy,
  };
}

function parseTrustProxy(text: string): TrustProxy {
  const word = text.trim().toLowerCase();
  if (YES.has(word)) return true;
  if (NO.has(word)) return false;
  if (/^\d+$/.test(word)) return hops(Number(word));
  const networks = word.split(',').map((network) => network.trim());
  const wrong = networks.find((network) => !isNetwork(network));
  if (wrong === undefined) return networks;
  throw new Error(`"${wrong}" is neither true, false, a number of proxies nor a network such as 10.0.0.0/8`);
}

function hops(count: number): TrustProxy {
  if (count > MAX_HOPS) throw new Error(`${count} proxies are more than the ${MAX_HOPS} that can be trusted`);
  return count === 0 ? false : count;
}

function isNetwork(text: string): boolean {
  if (NETWORK_NAMES.has(text) || isIP(text) !== 0) return true;
  const [address = '', bits = '', ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0 || !/^\d{1,3}$/.test(bits)) return false;
  try {
    new BlockList().addSubnet(address, Number(bits), family === 4 ? 'ipv4' : 'ipv6');
    return true;
  } catch {
    return false;
  }
}
