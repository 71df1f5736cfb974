/** Where Redis is, as its address tells it. */
export type RedisTopology =
  | { readonly kind: 'single'; readonly node: RedisNode }
  | { readonly kind: 'sentinel'; readonly nodes: readonly RedisNode[]; readonly master: string }
  | { readonly kind: 'cluster'; readonly nodes: readonly RedisNode[] };

export interface RedisNode {
  readonly host: string;
  readonly port: number;
}

export interface RedisAddress {
  readonly topology: RedisTopology;
  readonly tls: boolean;
  readonly username: string | null;
  readonly password: string | null;
  /** Number of the database; a cluster has only 0. */
  readonly database: number;
}

const FORM = /^(rediss?)(?:\+(sentinel|cluster))?:\/\/(?:([^@/]*)@)?([^/?#]+)(?:\/([^?#]*))?$/;
const DEFAULT_PORT = 6379;
const DEFAULT_SENTINEL_PORT = 26379;
const MAX_PORT = 65_535;

/**
 * Reads the address of Redis:
 *
 * - `redis://[user:password@]host[:port][/database]`: one server
 * - `redis+sentinel://[user:password@]host:port,host:port/master[/database]`: the master that the Sentinels name
 * - `redis+cluster://[user:password@]host:port,host:port`: a Redis Cluster, found through any of its nodes
 *
 * With `rediss` in place of `redis` the connections use TLS. User and password are percent-encoded.
 *
 * @throws Error that says what is wrong; it never repeats the password
 */
export function parseRedisAddress(text: string): RedisAddress {
  const match = FORM.exec(text.trim());
  if (match === null) throw invalid('it does not look like redis://host:port');
  const [, scheme, kind, credentials, hosts = '', path = ''] = match;
  const { topology, database } = readTopology(kind, hosts, path);
  return { topology, database, tls: scheme === 'rediss', ...readCredentials(credentials) };
}

function readTopology(kind: string | undefined, hosts: string, path: string) {
  if (kind === 'cluster') return { topology: readCluster(hosts, path), database: 0 };
  if (kind === 'sentinel') return readSentinel(hosts, path);
  const [node, ...others] = readNodes(hosts, DEFAULT_PORT);
  if (node === undefined || others.length > 0) {
    throw invalid('several hosts need redis+sentinel:// or redis+cluster://');
  }
  return { topology: { kind: 'single', node } as const, database: readDatabase(path) };
}

function readCluster(hosts: string, path: string): RedisTopology {
  if (path !== '') throw invalid('a Redis Cluster has no numbered databases: nothing may follow the hosts');
  return { kind: 'cluster', nodes: readNodes(hosts, DEFAULT_PORT) };
}

function readSentinel(hosts: string, path: string) {
  const [master = '', database = ''] = path.split('/');
  if (master === '') throw invalid('redis+sentinel:// needs the name of the master behind the hosts, as in /mymaster');
  const nodes = readNodes(hosts, DEFAULT_SENTINEL_PORT);
  const topology = { kind: 'sentinel', nodes, master: decode(master) } as const;
  return { topology, database: readDatabase(database) };
}

function readNodes(hosts: string, defaultPort: number): RedisNode[] {
  return hosts.split(',').map((text) => readNode(text.trim(), defaultPort));
}

function readNode(text: string, defaultPort: number): RedisNode {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:\s[\]]+))(?::(\d{1,5}))?$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = match?.[3] === undefined ? defaultPort : Number(match[3]);
  if (host === undefined || port < 1 || port > MAX_PORT) throw invalid(`"${text}" is not host:port`);
  return { host, port };
}

function readDatabase(text: string): number {
  if (!/^\d{0,5}$/.test(text)) throw invalid(`"${text}" is not the number of a database`);
  return Number(text);
}

function readCredentials(text: string | undefined): Pick<RedisAddress, 'username' | 'password'> {
  if (text === undefined || text === '') return { username: null, password: null };
  const colon = text.indexOf(':');
  if (colon < 0) throw invalid('what stands before the @ must be user:password, or :password');
  return { username: decode(text.slice(0, colon)) || null, password: decode(text.slice(colon + 1)) || null };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalid('a user name, password or master name is not percent-encoded correctly');
  }
}

function invalid(reason: string): Error {
  return new Error(`The address of Redis is not usable: ${reason}`);
}
