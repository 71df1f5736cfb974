import type { settingsOperations } from '@hawser/contracts/http';
import { type AccountId, effectiveSettings, type GivenSettings, looserSetting, Problem } from '@hawser/core';
import { dialectByName, dialects } from '@hawser/dialects';
import { createAccountRepository, type Transaction } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';
import { etagOf, expectedVersion } from '../../http/etag.ts';
import { applyChanges } from '../accounts/account-input.ts';
import { settingsBody } from './settings-body.ts';

/** `PATCH /v1/{account}/settings`; with `If-Match` only when nobody changed the account meanwhile. */
export function updateSettings({ invalidations }: ApiContext): Handler<typeof settingsOperations.update> {
  return async (request, reply) => {
    const { id, name } = accountOf(request);
    const changes = request.body;
    assertDialects(changes.allowed_dialects ?? []);
    request.audit.on({ kind: 'account', id, name });
    const { path, after } = await request.audit.transaction(async (tx) => {
      const { above, account } = await findPath(tx, id);
      const settings = applyChanges(account.settings, changes);
      assertNotLooser(onlyNamed(settings, changes), effectiveSettings(above).values);
      const expected = expectedVersion(request.headers['if-match']) ?? account.version;
      const changed = await createAccountRepository(tx).update(id, expected, { settings });
      request.audit.change(account, changed);
      return { path: [...above, changed], after: changed };
    });
    await invalidations.publish({ type: 'account-changed', account: id });
    reply.header('etag', etagOf(after.version));
    return settingsBody(effectiveSettings(path), after.settings);
  };
}

async function findPath(tx: Transaction, id: AccountId) {
  const path = await createAccountRepository(tx).path(id);
  const account = path.at(-1);
  if (account === undefined) throw new Problem('not-found', 'The account does not exist any more.');
  return { above: path.slice(0, -1), account };
}

function onlyNamed(settings: GivenSettings, changes: object): GivenSettings {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => name in changes)) as GivenSettings;
}

function assertNotLooser(settings: GivenSettings, inherited: Parameters<typeof looserSetting>[1]): void {
  const looser = looserSetting(settings, inherited);
  if (looser === null) return;
  const value = JSON.stringify(inherited[looser]);
  throw new Problem('invalid-input', `body.${looser} is looser than what an account above demands: ${value}.`, {
    hint: 'Set it as strictly or more strictly, or to null to inherit it.',
  });
}

function assertDialects(names: readonly string[]): void {
  const unknown = names.find((name) => dialectByName(name) === null);
  if (unknown === undefined) return;
  throw new Problem('invalid-input', `body.allowed_dialects names ${unknown}, which is no dialect.`, {
    hint: `The dialects are ${dialects.map(({ name }) => name).join(', ')}.`,
  });
}
