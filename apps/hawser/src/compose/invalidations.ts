import { createRedisChannel, type LiveBusClients } from '@hawser/live';
import type { Lifecycle, Logger, TextChannel } from '@hawser/platform';
import { createInvalidations, type Database, type Invalidations } from '@hawser/storage';
import { createNotifyChannel } from '@hawser/storage/postgres';

interface InvalidationsOptions {
  /** Redis, when there is one. */
  readonly bus: { readonly clients: LiveBusClients; readonly tenantId: string } | null;
  /** URL of the database server, when there is one. */
  readonly databaseUrl: string | null;
  readonly database: Database;
  readonly log: Logger;
  readonly lifecycle: Lifecycle;
}

/**
 * How the processes of an installation tell each other what was changed: through Redis, without it through the database
 * server, and in the embedded shape not at all, because there is one process.
 */
export function openInvalidations(options: InvalidationsOptions): Invalidations {
  const { log, lifecycle } = options;
  const invalidations = createInvalidations({ channel: channelOf(options), log });
  lifecycle.onStop('invalidations', () => invalidations.close());
  return invalidations;
}

function channelOf({ bus, databaseUrl, database, log }: InvalidationsOptions): TextChannel | null {
  if (bus !== null) return createRedisChannel(bus.clients, `tenant:${bus.tenantId}:invalidations`);
  if (databaseUrl === null) return null;
  return createNotifyChannel({ url: databaseUrl, name: 'hawser_invalidations', database, log });
}
