import type { LicenceText } from '@hawser/api';
import type { Environment } from '@hawser/platform';
import { readOwnSettings } from '../db/settings.ts';
import { licence } from './settings.ts';

/**
 * Reads the licence as the environment, or the files it names, have it now.
 *
 * @throws ConfigurationError when a file cannot be read
 */
export function readLicenceText(env: Environment): LicenceText {
  const { licenceKey: key, licencePublicKey: publicKey } = readOwnSettings(licence, env);
  return { key, publicKey };
}
