import { textSetting } from '@hawser/platform';

/** The licence; read again while the program runs. */
export const licence = {
  licenceKey: textSetting({
    env: 'LICENSE_KEY',
    describe: 'Licence, a signed JWT; nothing depends on one. A file (`LICENSE_KEY_FILE`) is read again every minute.',
    fallback: '',
  }),
  licencePublicKey: textSetting({
    env: 'LICENSE_PUBLIC_KEY',
    describe: 'Public key with which the licence is verified, Ed25519 or RSA, as PEM text.',
    fallback: '',
  }),
};
