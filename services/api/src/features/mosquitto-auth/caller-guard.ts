import { createHash, timingSafeEqual } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import type { MosquittoAuthConfig } from './config.ts';

/** Who may ask: the callbacks tell whether a password is right, so not everybody may. */
export class CallerGuard {
  readonly #tokenHash: Buffer | null;
  readonly #networks: BlockList;

  /** @throws Error when a network is not written as one */
  constructor({ token, allowedNetworks }: Pick<MosquittoAuthConfig, 'token' | 'allowedNetworks'>) {
    this.#tokenHash = token === null || token === '' ? null : hash(token);
    this.#networks = networksOf(allowedNetworks);
  }

  /**
   * @param authorization - the header, when there is one
   * @param address - of the caller's end of the connection
   */
  admits(authorization: string | undefined, address: string): boolean {
    return this.#isToken(authorization) || this.#isAllowed(address);
  }

  #isToken(authorization: string | undefined): boolean {
    const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
    return token !== undefined && this.#tokenHash !== null && timingSafeEqual(hash(token), this.#tokenHash);
  }

  #isAllowed(address: string): boolean {
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
    return isIP(plain) !== 0 && this.#networks.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
  }
}

function networksOf(written: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of written) {
    const [address = '', prefix = ''] = network.split('/');
    const family = isIP(address);
    const bits = Number(prefix);
    const isPrefix = /^\d{1,3}$/.test(prefix) && bits <= (family === 6 ? 128 : 32);
    if (family === 0 || !isPrefix) {
      throw new Error(`An allowed network must be written like 10.0.0.0/8 or fd00::/8, not ${network}`);
    }
    list.addSubnet(address, bits, family === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
