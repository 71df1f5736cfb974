import { ConfigurationError, type SettingValues } from '@hawser/platform';
import { parseStreamKey, type StreamNames } from '@hawser/queue/redis-streams';
import { type Database, readTenantId } from '@hawser/storage';
import type { redis } from '../up/scale-settings.ts';

type NameSettings = Pick<SettingValues<typeof redis>, 'tenantId' | 'streamKey'>;

/**
 * Names of the streams: as the settings say, or with the tenant id that the database was given.
 *
 * @throws ConfigurationError when the settings contradict each other, or the key is not one of a first stream
 */
export async function streamNames({ tenantId, streamKey }: NameSettings, database: Database): Promise<StreamNames> {
  if (streamKey !== '') return namesOfKey(streamKey, tenantId);
  return { tenantId: tenantId === '' ? await readTenantId(database) : tenantId, serviceInstance: null };
}

function namesOfKey(key: string, tenantId: string): StreamNames {
  const names = parseStreamKey(key);
  if (names === null) {
    throw new ConfigurationError([
      `REDIS_INGESTION_STREAM_KEY: "${key}" is not of the form tenant:<uuid>:agent:devices:ingestion`,
    ]);
  }
  if (tenantId === '' || tenantId === names.tenantId) return names;
  throw new ConfigurationError([
    `REDIS_INGESTION_STREAM_KEY: it names the tenant ${names.tenantId}, INGESTION_TENANT_ID another one, ${tenantId}`,
  ]);
}
