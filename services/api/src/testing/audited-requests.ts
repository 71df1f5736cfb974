import { OWN_SECURITY_REQUESTS, SIGN_IN_REQUESTS } from './audited-sign-in-requests.ts';
import {
  type AuditedWorld,
  addEnrolled,
  addPerson,
  type Examples,
  invite,
  make,
  NEW_PASSWORD,
  nextEmail,
  nextName,
} from './audited-world.ts';
import { addAgent, call } from './test-api.ts';

const USERS: Examples = {
  'POST /v1/:account/users': ({ token }) => {
    const body = {
      email: nextEmail(),
      name: 'New',
      password: NEW_PASSWORD,
      grants: [{ role: 'viewer' }],
    };
    return { request: 'POST /v1/demo/users', options: { token, body } };
  },
  'PATCH /v1/:account/users/:user': async (world) => ({
    request: `PATCH /v1/demo/users/${(await addPerson(world)).id}`,
    options: { token: world.token, body: { name: 'Ada', grants: [{ role: 'operator', descendants: false }] } },
  }),
  'DELETE /v1/:account/users/:user': async (world) => ({
    request: `DELETE /v1/demo/users/${(await addPerson(world)).id}`,
    options: { token: world.token },
  }),
  'POST /v1/:account/users/:user/password-reset': async (world) => ({
    request: `POST /v1/demo/users/${(await addPerson(world)).id}/password-reset`,
    options: { token: world.token },
  }),
  'DELETE /v1/:account/users/:user/totp': async (world) => ({
    request: `DELETE /v1/demo/users/${(await addEnrolled(world)).id}/totp`,
    options: { token: world.token },
  }),
  'DELETE /v1/:account/users/:user/lockout': async (world) => ({
    request: `DELETE /v1/demo/users/${(await addPerson(world)).id}/lockout`,
    options: { token: world.token },
  }),
  'DELETE /v1/:account/address-lockouts/:address': ({ token }) => ({
    request: 'DELETE /v1/sys/address-lockouts/192.0.2.1',
    options: { token },
  }),
  'POST /v1/:account/invitations': ({ token }) => {
    const body = { email: nextEmail(), grants: [{ role: 'viewer' }] };
    return { request: 'POST /v1/demo/invitations', options: { token, body } };
  },
  'POST /v1/:account/invitations/:invitation/resend': async (world) => ({
    request: `POST /v1/demo/invitations/${(await invite(world, nextEmail())).id}/resend`,
    options: { token: world.token },
  }),
  'DELETE /v1/:account/invitations/:invitation': async (world) => ({
    request: `DELETE /v1/demo/invitations/${(await invite(world, nextEmail())).id}`,
    options: { token: world.token },
  }),
};

const addRole = (world: AuditedWorld, name = nextName()) =>
  make(world, 'POST /v1/demo/roles', { name, permissions: ['agent:read'] });
const addMapping = (world: AuditedWorld) =>
  make(world, 'POST /v1/demo/oidc-mappings', { group: nextName(), role: 'viewer' });
const addToken = (world: AuditedWorld) =>
  make(world, 'POST /v1/demo/tokens', { name: nextName(), permissions: ['agent:read'] });

const RIGHTS: Examples = {
  'POST /v1/:account/roles': ({ token }) => ({
    request: 'POST /v1/demo/roles',
    options: { token, body: { name: 'night', permissions: ['agent:read'] } },
  }),
  'PATCH /v1/:account/roles/:role': async (world) => ({
    request: `PATCH /v1/demo/roles/${(await addRole(world)).id}`,
    options: { token: world.token, body: { permissions: ['agent:read', 'job:read'] } },
  }),
  'DELETE /v1/:account/roles/:role': async (world) => ({
    request: `DELETE /v1/demo/roles/${(await addRole(world)).id}`,
    options: { token: world.token },
  }),
  'POST /v1/:account/tokens': ({ token }) => ({
    request: 'POST /v1/demo/tokens',
    options: { token, body: { name: 'robot', permissions: ['agent:read'] } },
  }),
  'DELETE /v1/:account/tokens/:token': async (world) => ({
    request: `DELETE /v1/demo/tokens/${(await addToken(world)).id}`,
    options: { token: world.token },
  }),
  'POST /v1/:account/oidc-mappings': ({ token }) => ({
    request: 'POST /v1/demo/oidc-mappings',
    options: { token, body: { group: 'crew', role: 'operator', descendants: true } },
  }),
  'PATCH /v1/:account/oidc-mappings/:mapping': async (world) => ({
    request: `PATCH /v1/demo/oidc-mappings/${(await addMapping(world)).id}`,
    options: { token: world.token, body: { role: 'operator' } },
  }),
  'DELETE /v1/:account/oidc-mappings/:mapping': async (world) => ({
    request: `DELETE /v1/demo/oidc-mappings/${(await addMapping(world)).id}`,
    options: { token: world.token },
  }),
  'PUT /v1/:account/oidc-policy': ({ token }) => ({
    request: 'PUT /v1/demo/oidc-policy',
    options: { token, body: { link_by_email: true } },
  }),
};

const addFleet = (world: AuditedWorld) => make(world, 'POST /v1/demo/fleets', { name: nextName() });

async function addFleetWithAgent(world: AuditedWorld): Promise<{ readonly fleet: string; readonly agent: string }> {
  const { id: fleet } = await addFleet(world);
  const { id: agent } = await addAgent(world.api, world.token, nextName());
  const body = { agents: [agent] };
  await call(world.api, `POST /v1/demo/fleets/${fleet}/agents`, { token: world.token, body });
  return { fleet, agent };
}

const FLEETS: Examples = {
  'POST /v1/:account/fleets': ({ token }) => ({
    request: 'POST /v1/demo/fleets',
    options: { token, body: { name: 'pumps', description: 'in the cellar' } },
  }),
  'PATCH /v1/:account/fleets/:fleet': async (world) => ({
    request: `PATCH /v1/demo/fleets/${(await addFleet(world)).id}`,
    options: { token: world.token, body: { description: 'on the roof' } },
  }),
  'DELETE /v1/:account/fleets/:fleet': async (world) => ({
    request: `DELETE /v1/demo/fleets/${(await addFleet(world)).id}`,
    options: { token: world.token },
  }),
  'POST /v1/:account/fleets/:fleet/agents': async (world) => {
    const agent = await addAgent(world.api, world.token, nextName());
    const request = `POST /v1/demo/fleets/${(await addFleet(world)).id}/agents` as const;
    return { request, options: { token: world.token, body: { agents: [agent.name] } } };
  },
  'DELETE /v1/:account/fleets/:fleet/agents/:agent': async (world) => {
    const { fleet, agent } = await addFleetWithAgent(world);
    return { request: `DELETE /v1/demo/fleets/${fleet}/agents/${agent}`, options: { token: world.token } };
  },
};

const addAccount = (world: AuditedWorld) => make(world, 'POST /v1/demo/accounts', { name: nextName() });

const AGENTS: Examples = {
  'POST /v1/:account/accounts': ({ token }) => ({
    request: 'POST /v1/demo/accounts',
    options: { token, body: { name: 'north' } },
  }),
  'PATCH /v1/:account/accounts/:child': async (world) => ({
    request: `PATCH /v1/demo/accounts/${(await addAccount(world)).id}`,
    options: { token: world.token, body: { organisation: 'Northern Works', limits: { agents: 10 } } },
  }),
  'DELETE /v1/:account/accounts/:child': async (world) => ({
    request: `DELETE /v1/demo/accounts/${(await addAccount(world)).id}`,
    options: { token: world.token },
  }),
  'PATCH /v1/:account/limits': ({ token }) => ({
    request: 'PATCH /v1/sys/limits',
    options: { token, body: { agents: 1_000 } },
  }),
  'PATCH /v1/:account/settings': ({ token }) => ({
    request: 'PATCH /v1/demo/settings',
    options: { token, body: { lockout_after: 4 } },
  }),
  'POST /v1/:account/agents': ({ token }) => ({
    request: 'POST /v1/demo/agents',
    options: { token, body: { name: nextName() } },
  }),
  'PATCH /v1/:account/agents/:agent': async ({ api, token }) => ({
    request: `PATCH /v1/demo/agents/${(await addAgent(api, token, nextName())).id}`,
    options: { token, body: { disabled: true } },
  }),
  'DELETE /v1/:account/agents/:agent': async ({ api, token }) => ({
    request: `DELETE /v1/demo/agents/${(await addAgent(api, token, nextName())).id}`,
    options: { token },
  }),
  'POST /v1/:account/agents/:agent/credentials': async ({ api, token }) => ({
    request: `POST /v1/demo/agents/${(await addAgent(api, token, nextName())).id}/credentials`,
    options: { token },
  }),
  'POST /v1/:account/dead-letters/:id/replay': ({ token, letters }) => ({
    request: `POST /v1/demo/dead-letters/${letters.pop()}/replay`,
    options: { token },
  }),
  'DELETE /v1/:account/dead-letters/:id': ({ token, letters }) => ({
    request: `DELETE /v1/demo/dead-letters/${letters.pop()}`,
    options: { token },
  }),
};

/** A request that succeeds for every route that changes something and is in the audit, by method and path. */
export const AUDITED_REQUESTS: Examples = {
  ...SIGN_IN_REQUESTS,
  ...OWN_SECURITY_REQUESTS,
  ...USERS,
  ...RIGHTS,
  ...FLEETS,
  ...AGENTS,
};
