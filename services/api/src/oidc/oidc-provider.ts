import type { Clock } from '@hawser/core';
import type { Logger } from '@hawser/platform';
import * as client from 'openid-client';
import type { OidcConfig } from './oidc-config.ts';
import { OidcRefusal } from './oidc-refusal.ts';
import { isIncomplete, type Person, personOf } from './person.ts';

/** Seconds for each request to the provider. */
const TIMEOUT_SECONDS = 5;
/** What the provider says of itself is asked again after this long. */
const DISCOVERY_MS = 60 * 60_000;
/** Clocks of servers differ a little. */
const CLOCK_TOLERANCE_SECONDS = 5;
/** One library error for each check of the answer that failed; all others are the network. */
const NETWORK_CODES = new Set(['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_PARSE_ERROR']);

/** What a sign-in that has begun has to find again when it ends. */
export interface Expectation {
  readonly state: string;
  readonly nonce: string;
  /** Of PKCE. */
  readonly verifier: string;
}

export interface OidcProvider {
  readonly config: OidcConfig;
  /** @throws OidcRefusal `unavailable` */
  begin(): Promise<{ readonly url: URL; readonly expected: Expectation }>;
  /**
   * Exchanges the code for an ID token and checks it: issuer, audience, signature, expiry, nonce.
   *
   * @param query - of the request with which the browser came back
   * @throws OidcRefusal
   */
  finish(query: string, expected: Expectation): Promise<{ readonly person: Person; readonly idToken: string }>;
  /** Where to end the session at the provider; null when it has no such place, or cannot be asked. */
  endSessionUrl(idToken: string): Promise<URL | null>;
}

/** Speaks with the identity provider. Nothing is asked of it before somebody wants to sign in. */
export function createOidcProvider(config: OidcConfig, { clock, log }: { clock: Clock; log: Logger }): OidcProvider {
  const redirectUri = new URL('/v1/auth/oidc/callback', config.publicUrl);
  const configuration = keepDiscovered(config, clock, log);
  return {
    config,
    async begin() {
      const known = await configuration();
      const expected = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
      };
      const url = client.buildAuthorizationUrl(known, {
        redirect_uri: redirectUri.href,
        scope: config.scopes.join(' '),
        state: expected.state,
        nonce: expected.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(expected.verifier),
        code_challenge_method: 'S256',
        ...(config.secondFactorAcr.length === 0 ? {} : { acr_values: config.secondFactorAcr.join(' ') }),
      });
      return { url, expected };
    },
    async finish(query, { state, nonce, verifier }) {
      const known = await configuration();
      const current = new URL(redirectUri);
      current.search = query;
      const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
      try {
        const tokens = await client.authorizationCodeGrant(known, current, checks);
        const claims = tokens.claims();
        if (claims === undefined || tokens.id_token === undefined) throw new Error('There is no ID token');
        const all = await completed(known, tokens.access_token, claims, config.groupsClaim);
        return { person: personOf(claims, all, config), idToken: tokens.id_token };
      } catch (error) {
        throw refusalOf(error, log);
      }
    },
    async endSessionUrl(idToken) {
      try {
        const known = await configuration();
        if (known.serverMetadata().end_session_endpoint === undefined) return null;
        return client.buildEndSessionUrl(known, {
          id_token_hint: idToken,
          post_logout_redirect_uri: new URL('/sign-in', config.publicUrl).href,
        });
      } catch (error) {
        if (error instanceof OidcRefusal) return null;
        throw error;
      }
    },
  };
}

/** Asks the provider once for all that wait, keeps the answer, and goes on with the old one while it is away. */
function keepDiscovered(config: OidcConfig, clock: Clock, log: Logger): () => Promise<client.Configuration> {
  let known: { readonly configuration: client.Configuration; readonly until: number } | null = null;
  let asking: Promise<client.Configuration> | null = null;
  const ask = async (): Promise<client.Configuration> => {
    try {
      const configuration = await discover(config);
      known = { configuration, until: clock() + DISCOVERY_MS };
      return configuration;
    } catch (error) {
      log.warn({ err: error, issuer: config.issuer }, 'The identity provider cannot be reached');
      if (known !== null) return known.configuration;
      throw new OidcRefusal('unavailable', error);
    } finally {
      asking = null;
    }
  };
  return async () => {
    if (known !== null && clock() < known.until) return known.configuration;
    asking ??= ask();
    return asking;
  };
}

async function discover({ issuer, clientId, clientSecret }: OidcConfig): Promise<client.Configuration> {
  const server = new URL(issuer);
  const metadata = { [client.clockTolerance]: CLOCK_TOLERANCE_SECONDS };
  const authentication = clientSecret === null ? client.None() : client.ClientSecretBasic(clientSecret);
  // The settings allow plain HTTP on this machine only.
  const insecure = server.protocol === 'http:' ? [client.allowInsecureRequests] : [];
  return client.discovery(server, clientId, metadata, authentication, {
    timeout: TIMEOUT_SECONDS,
    // Without it the library trusts the connection and leaves the signature of the ID token alone.
    execute: [client.enableNonRepudiationChecks, ...insecure],
  });
}

/** Some providers put little into the ID token and tell the rest when they are asked. */
async function completed(
  known: client.Configuration,
  accessToken: string,
  claims: client.IDToken,
  groupsClaim: string,
): Promise<Readonly<Record<string, unknown>>> {
  if (!isIncomplete(claims, groupsClaim) || known.serverMetadata().userinfo_endpoint === undefined) return claims;
  return { ...(await client.fetchUserInfo(known, accessToken, claims.sub)), ...claims };
}

function refusalOf(error: unknown, log: Logger): OidcRefusal {
  if (error instanceof client.AuthorizationResponseError) {
    log.info({ error: error.error }, 'The identity provider refused a sign-in');
    return new OidcRefusal(error.error === 'temporarily_unavailable' ? 'unavailable' : 'cancelled', error);
  }
  log.warn({ err: error }, 'A sign-in through the identity provider failed');
  return new OidcRefusal(isNetworkFailure(error) ? 'unavailable' : 'invalid', error);
}

function isNetworkFailure(error: unknown): boolean {
  if (error instanceof client.ClientError) return NETWORK_CODES.has(error.code ?? '');
  return error instanceof TypeError && error.message === 'fetch failed';
}
