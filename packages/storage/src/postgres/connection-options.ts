import type { ClientConfig } from 'pg';
import { parse, toClientConfig } from 'pg-connection-string';

/** The connection string cannot be used; the message says why and never holds the password. */
export class DatabaseUrlError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'DatabaseUrlError';
  }
}

const SSL_MODES: ReadonlySet<string> = new Set(['disable', 'prefer', 'require', 'verify-ca', 'verify-full']);

/**
 * Reads a connection string as libpq does, TLS included: `sslmode` (disable, require, verify-ca, verify-full; without
 * it no TLS), `sslrootcert`, `sslcert`, `sslkey` (files).
 *
 * @param url - `postgres://user:password@host:port/database?sslmode=verify-full&sslrootcert=/path`
 * @throws DatabaseUrlError when it is not such a string, or names a file that cannot be read
 */
export function connectionOptions(url: string): ClientConfig {
  const mode = sslModeOf(url);
  // `prefer` would go on without TLS where it fails; nobody would notice.
  if (mode === 'prefer')
    throw new DatabaseUrlError('sslmode=prefer protects from nothing: use require or verify-full.');
  try {
    return toClientConfig(parse(url, { useLibpqCompat: true }));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatabaseUrlError(`The database URL cannot be used: ${reason}`, error);
  }
}

function sslModeOf(text: string): string | null {
  if (!/^postgres(?:ql)?:\/\//.test(text) || !URL.canParse(text)) {
    throw new DatabaseUrlError('The database URL must look like postgres://user:password@host:5432/database.');
  }
  const mode = new URL(text).searchParams.get('sslmode');
  if (mode === null || SSL_MODES.has(mode)) return mode;
  throw new DatabaseUrlError(`sslmode=${mode} is none of ${[...SSL_MODES].join(', ')}.`);
}
