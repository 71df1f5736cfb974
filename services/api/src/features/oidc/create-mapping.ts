import type { OidcMapping as MappingBody, oidcOperations } from '@hawser/contracts/http';
import { isUserRole, type Permission, Problem, permissionsOf } from '@hawser/core';
import {
  type Account,
  createOidcMappingRepository,
  createRoleRepository,
  type GrantedRole,
  type Queryable,
} from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler, HandlerRequest } from '../../http/api-app.ts';
import { accountOf, sessionOf } from '../../http/context-of.ts';
import type { Session } from '../../sessions/session.ts';
import { assertMayMap } from './assert-may-map.ts';
import { mappingBody } from './mapping-body.ts';

const MAX_MAPPINGS = 1_000;

/** `POST /v1/{account}/oidc-mappings`: gives a group a role that the caller could grant themselves. */
export function createMapping({ db, idempotency }: ApiContext): Handler<typeof oidcOperations.createMapping> {
  return async (request, reply) => {
    const [account, session] = [accountOf(request), sessionOf(request)];
    const once = {
      key: request.headers['idempotency-key'],
      scope: ['oidc-mapping', session.userId, account.id],
      body: request.body,
    };
    const body = await idempotency.once(once, () =>
      db.transaction((tx) => create(tx, { account, session, body: request.body })),
    );
    return reply.code(201).header('location', `/v1/${account.name}/oidc-mappings/${body.id}`).send(body);
  };
}

interface Wanted {
  readonly account: Account;
  readonly session: Session;
  readonly body: HandlerRequest<typeof oidcOperations.createMapping>['body'];
}

async function create(tx: Queryable, { account, session, body }: Wanted): Promise<MappingBody> {
  const { group, role: name, descendants = false } = body;
  const { role, permissions } = await findRole(tx, account, name);
  assertMayMap(session, { account, descendants, fleet: null, permissions });
  const mappings = createOidcMappingRepository(tx);
  if ((await mappings.count(account.id)) >= MAX_MAPPINGS) {
    throw new Problem('limit-reached', `The account has ${MAX_MAPPINGS} mappings, the most there can be.`);
  }
  return mappingBody(await mappings.create({ accountId: account.id, group, role, descendants }));
}

interface FoundRole {
  readonly role: GrantedRole;
  readonly permissions: ReadonlySet<Permission>;
}

async function findRole(db: Queryable, account: Account, name: string): Promise<FoundRole> {
  if (isUserRole(name)) return { role: { builtIn: name }, permissions: permissionsOf(name) };
  const own = await createRoleRepository(db).byNameOrId(account.id, name);
  if (own !== null) return { role: { roleId: own.id }, permissions: own.permissions };
  throw new Problem('invalid-input', `body.role: the account ${account.name} has no such role.`, {
    hint: 'Use admin, operator, viewer, or a role of this account.',
  });
}
