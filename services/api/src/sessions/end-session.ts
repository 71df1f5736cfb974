import { createSessionRepository } from '@hawser/storage';
import type { RequestAudit } from '../audit/request-audit.ts';
import type { SessionService } from './session-service.ts';

/** Ends a session at once, together with the entry that says so. */
export async function endSession(
  sessions: Pick<SessionService, 'tellEnded'>,
  audit: Pick<RequestAudit, 'transaction'>,
  family: string,
): Promise<void> {
  await audit.transaction((tx) => createSessionRepository(tx).end(family));
  await sessions.tellEnded([family]);
}
