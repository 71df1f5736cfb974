import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { ClientMetadata, Configuration } from 'oidc-provider';
import { freePort } from '../free-port.ts';

/** What the provider says of a person, by claim; `sub` is their login name, and `amr` is how they have signed in. */
export type OidcClaims = Record<string, unknown>;

export interface TestOidcProviderOptions {
  readonly client: Pick<ClientMetadata, 'client_id' | 'client_secret' | 'redirect_uris' | 'post_logout_redirect_uris'>;
  /** Port of a provider that was stopped, to start it again. */
  readonly port?: number;
  /** Puts all claims into the ID token, as many providers do; else only the user-info endpoint tells them. */
  readonly claimsInIdToken?: boolean;
}

export interface TestOidcProvider {
  readonly issuer: string;
  readonly port: number;
  /** People who can sign in, by login name; may be changed at any time. */
  readonly people: Map<string, OidcClaims>;
  stop(): Promise<void>;
}

/** Claims of each scope, so that a client gets only what it asks for. */
const CLAIMS = { openid: ['sub', 'amr'], profile: ['name'], email: ['email', 'email_verified'], groups: ['groups'] };

/** Starts a real OpenID provider on a free port: one client, PKCE required, a login form that takes any password. */
export async function startOidcProvider(options: TestOidcProviderOptions): Promise<TestOidcProvider> {
  const port = options.port ?? (await freePort());
  const issuer = `http://127.0.0.1:${port}`;
  const people = new Map<string, OidcClaims>();
  // Only the tests that need it shall load it.
  const { default: Provider } = await import('oidc-provider');
  const provider = new Provider(issuer, configuration(options, people));
  const server = createServer(provider.callback());
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const stop = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  return { issuer, port, people, stop };
}

function configuration(options: TestOidcProviderOptions, people: ReadonlyMap<string, OidcClaims>): Configuration {
  return {
    clients: [{ ...options.client, id_token_signed_response_alg: 'RS256' }],
    claims: CLAIMS,
    scopes: Object.keys(CLAIMS),
    conformIdTokenClaims: options.claimsInIdToken !== true,
    pkce: { required: () => true },
    cookies: { keys: [randomUUID()] },
    features: { devInteractions: { enabled: true } },
    async findAccount(_context, login) {
      const claims = people.get(login);
      return claims === undefined ? undefined : { accountId: login, claims: async () => ({ ...claims, sub: login }) };
    },
    // Nobody is asked whether the client may know what it asks for.
    async loadExistingGrant({ oidc }) {
      const { client, session, provider, params } = oidc;
      if (client === undefined || session?.accountId === undefined) return undefined;
      // The form asks for a password only; whoever shall have given more says so by a claim.
      const amr = people.get(session.accountId)?.amr;
      if (Array.isArray(amr)) session.amr = amr.map(String);
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope(String(params?.scope));
      await grant.save();
      return grant;
    },
  };
}
