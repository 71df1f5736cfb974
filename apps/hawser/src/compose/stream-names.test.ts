import type { Database } from '@hawser/storage';
import { expect, it } from 'vitest';
import { streamNames } from './stream-names.ts';

/** The names are in the settings: nobody is asked. */
const nobody = {} as Database;
const ID = '3e0b6f54-9a8e-4d0c-8f6a-5d5b5c0e9d11';

it('takes the names of the streams from the key of the first one', async () => {
  const key = `tenant:${ID}:agent:devices:ingestion`;
  const names = { tenantId: ID, serviceInstance: null };
  expect(await streamNames({ tenantId: '', streamKey: key }, nobody)).toEqual(names);
  expect(await streamNames({ tenantId: ID, streamKey: key }, nobody)).toEqual(names);
  const east = await streamNames({ tenantId: '', streamKey: `tenant:${ID}:east:agent:devices:ingestion` }, nobody);
  expect(east).toEqual({ tenantId: ID, serviceInstance: 'east' });
});

it.each(['ingestion', `tenant:${ID}:agent:devices:ingestion:1`, 'tenant::agent:devices:ingestion'])(
  'refuses %s, which is no such key',
  async (key) => {
    await expect(streamNames({ tenantId: '', streamKey: key }, nobody)).rejects.toThrow(
      /^REDIS_INGESTION_STREAM_KEY: /,
    );
  },
);

it('refuses a key that names another tenant than INGESTION_TENANT_ID', async () => {
  const settings = { tenantId: 'other', streamKey: `tenant:${ID}:agent:devices:ingestion` };
  await expect(streamNames(settings, nobody)).rejects.toThrow('INGESTION_TENANT_ID another one, other');
});
