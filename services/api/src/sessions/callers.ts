import { type ApiTokenService, isApiToken } from './api-tokens.ts';
import type { Session } from './session.ts';
import type { SessionService } from './session-service.ts';

/** Finds out who sends a request. */
export interface Callers {
  /**
   * @param bearer - an access token of a signed-in user, or an API token
   * @throws Problem `invalid-token` when it is not valid
   */
  authenticate(bearer: string): Promise<Session>;
}

export function createCallers(
  sessions: Pick<SessionService, 'authenticate'>,
  apiTokens: Pick<ApiTokenService, 'authenticate'>,
): Callers {
  return {
    authenticate: (bearer) => (isApiToken(bearer) ? apiTokens : sessions).authenticate(bearer),
  };
}
