export interface StreamNames {
  readonly tenantId: string;
  /** Null for the default service instance. */
  readonly serviceInstance: string | null;
}

/** The consumer group of ingestion, on every shard. */
export const INGESTION_GROUP = 'ingestion';

/**
 * Key of a shard's stream. There is no hash tag in it, so the shards spread over a Redis Cluster.
 *
 * @throws RangeError when a name contains braces, which Redis Cluster takes for a hash tag
 */
export function streamKey({ tenantId, serviceInstance }: StreamNames, shard: number): string {
  const instance = serviceInstance === null ? '' : `${serviceInstance}:`;
  const key = `tenant:${tenantId}:${instance}agent:devices:ingestion${shard === 0 ? '' : `:${shard}`}`;
  if (/[{}]/.test(key)) throw new RangeError(`The name of a stream must not contain braces: ${key}`);
  return key;
}

const KEY = /^tenant:([^:{}\s]+):(?:([^:{}\s]+):)?agent:devices:ingestion$/;

/**
 * Reads the key of shard 0: the inverse of `streamKey`.
 *
 * @returns null when it is not such a key
 */
export function parseStreamKey(key: string): StreamNames | null {
  const match = KEY.exec(key);
  if (match === null) return null;
  const [, tenantId = '', serviceInstance = null] = match;
  return { tenantId, serviceInstance };
}

/**
 * Key of the hash that says, per journal, up to which position the stream has its entries. The stream's own key is its
 * hash tag, so both lie on the same node and one script may use them together.
 */
export function cursorsKey(stream: string): string {
  return `{${stream}}:journals`;
}
