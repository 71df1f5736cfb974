import type { OidcConfig } from '../oidc/oidc-config.ts';

const CLIENT = { client_id: 'hawser', client_secret: 'a secret of the client' };

/** How a provider knows an installation that is reached under an address. */
export function oidcClient(base: string) {
  return {
    ...CLIENT,
    redirect_uris: [`${base}/v1/auth/oidc/callback`],
    post_logout_redirect_uris: [`${base}/sign-in`],
  };
}

/** How that installation knows the provider. */
export function oidcConfig(issuer: string, base: string): OidcConfig {
  return {
    issuer,
    clientId: CLIENT.client_id,
    clientSecret: CLIENT.client_secret,
    scopes: ['openid', 'profile', 'email', 'groups'],
    groupsClaim: 'groups',
    alwaysSecondFactor: false,
    secondFactorAcr: [],
    name: 'Test ID',
    publicUrl: base,
  };
}
