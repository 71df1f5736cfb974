import { createServer } from 'node:net';
import { StartupError } from './startup-error.ts';

interface WantedPort {
  readonly port: number;
  /** What listens there, for the message. */
  readonly purpose: string;
  /** How to choose another, for the message. */
  readonly remedy: string;
}

/**
 * Finds out that a port is taken before the database is opened, so that a mistake costs no wait and leaves nothing behind.
 *
 * @throws StartupError naming the first port that cannot be had and how to choose another
 */
export async function ensurePortsFree(host: string, wanted: readonly WantedPort[]): Promise<void> {
  for (const [position, candidate] of wanted.entries()) {
    const twin = wanted.slice(0, position).find((other) => other.port === candidate.port && other.port !== 0);
    if (twin !== undefined) {
      throw new StartupError(
        `Port ${candidate.port} is given to both ${twin.purpose} and ${candidate.purpose}; change one.`,
      );
    }
    await tryPort(host, candidate);
  }
}

function tryPort(host: string, { port, purpose, remedy }: WantedPort): Promise<void> {
  const server = createServer();
  return new Promise((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      fail(new StartupError(explain(error, host, port, purpose, remedy), error)),
    );
    server.listen(port, host, () => server.close(() => done()));
  });
}

function explain(error: NodeJS.ErrnoException, host: string, port: number, purpose: string, remedy: string): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} (${purpose}) is in use; choose another with ${remedy}.`;
    case 'EACCES':
      return `Port ${port} on ${host} (${purpose}) needs more rights than this user has; choose one above 1023 with ${remedy}.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `The address ${host} is not one of this machine; choose another with --host or HOST.`;
    default:
      return `Cannot listen on ${host}:${port} (${purpose}): ${error.message}.`;
  }
}
