import type { Logger } from '@hawser/platform';
import type { SessionService } from './session-service.ts';

const INTERVAL_MS = 60 * 60_000;

/**
 * Forgets expired tokens once an hour.
 *
 * @returns how to stop it
 */
export function startHousekeeping(sessions: Pick<SessionService, 'purgeExpired'>, log: Logger): () => void {
  const purge = (): void => {
    sessions.purgeExpired().catch((error: unknown) => log.warn({ err: error }, 'expired tokens could not be purged'));
  };
  const timer = setInterval(purge, INTERVAL_MS);
  timer.unref();
  return () => clearInterval(timer);
}
