import { isIPv6 } from 'node:net';

/** Groups of an IPv6 address that one customer of a provider has to themselves: a /64 (RFC 6177). */
const OWN_GROUPS = 4;

/**
 * The part of an address that stands for one place: all of an IPv4 address, and the first 64 bits of an IPv6 address,
 * because the rest is free to choose.
 */
export function addressBlock(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const bare = address.split('%')[0] ?? address;
  return isIPv6(bare) ? `${groupsOf(bare).slice(0, OWN_GROUPS).join(':')}::/64` : address;
}

/** The eight groups, without the zeros that may be left out. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = address.toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  return [...before, ...Array<string>(missing).fill('0'), ...after].map((group) => group.replace(/^0+(?=.)/, ''));
}
