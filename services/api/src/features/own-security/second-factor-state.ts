import type { ownSecurityOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { ownSessionOf } from '../../http/context-of.ts';
import { rfc3339OrNull } from '../../http/times.ts';

/** `GET /v1/me/totp`: whether the caller has a second factor, and whether they should. */
export function secondFactorState(context: ApiContext): Handler<typeof ownSecurityOperations.secondFactor> {
  const { secondFactor, securityPolicy } = context;
  return async (request) => {
    const { userId, account, mustEnrol } = ownSessionOf(request);
    const [state, policy] = await Promise.all([secondFactor.stateOf(userId), securityPolicy(account)]);
    return {
      enabled: state.enabledAt !== null,
      enabled_at: rfc3339OrNull(state.enabledAt),
      required: policy.mfaRequired,
      due: mustEnrol,
      recommended: account.parentId === null,
      recovery_codes_left: state.recoveryCodesLeft,
    };
  };
}
