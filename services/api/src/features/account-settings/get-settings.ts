import type { settingsOperations } from '@hawser/contracts/http';
import { effectiveSettings, Problem } from '@hawser/core';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';
import { etagOf } from '../../http/etag.ts';
import { settingsBody } from './settings-body.ts';

/** `GET /v1/{account}/settings` */
export function getSettings({ accounts }: ApiContext): Handler<typeof settingsOperations.read> {
  return async (request, reply) => {
    // Not from what is remembered: the tag has to be that of what is shown.
    const path = await accounts.path(accountOf(request).id);
    const account = path.at(-1);
    if (account === undefined) throw new Problem('not-found', 'The account does not exist any more.');
    reply.header('etag', etagOf(account.version));
    return settingsBody(effectiveSettings(path), account.settings);
  };
}
