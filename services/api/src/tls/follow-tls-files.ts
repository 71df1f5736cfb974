import type { SecureContextOptions } from 'node:tls';
import { type Logger, type Periodic, repeat } from '@hawser/platform';
import { readTlsFiles, type TlsFiles, TlsFilesError, type TlsKeyPair } from './tls-files.ts';

/** Old protocol versions are refused, whatever the certificate. */
export const TLS_OPTIONS = { minVersion: 'TLSv1.2' } as const satisfies SecureContextOptions;

interface Follower {
  readonly files: TlsFiles;
  /** What the server uses now. */
  readonly current: TlsKeyPair;
  readonly intervalMs: number;
  readonly server: { setSecureContext(options: SecureContextOptions): void };
  readonly log: Logger;
}

/**
 * Lets a server take a renewed certificate from its files, for connections that begin after that; those that are open
 * stay. The files are read again and compared, because a mounted secret is a link that changes under its name, which
 * file watchers miss. Files that cannot be used leave the server as it is and are logged once.
 */
export function followTlsFiles({ files, current, intervalMs, server, log }: Follower): Periodic {
  let used = current;
  let reported = '';
  const look = async (): Promise<void> => {
    const read = await readTlsFiles(files);
    reported = '';
    if (read.cert === used.cert && read.key === used.key) return;
    server.setSecureContext({ ...TLS_OPTIONS, ...read });
    used = read;
    log.info({ file: files.certFile }, 'A renewed certificate is in use');
  };
  return repeat(intervalMs, look, (error) => {
    const message = error instanceof TlsFilesError ? error.message : String(error);
    if (message === reported) return;
    reported = message;
    log.error({ err: error }, 'The files of the certificate cannot be used; the one before stays in use');
  });
}
