import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { silentLogger } from '@hawser/platform';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOidcProvider, type OidcProvider } from './oidc-provider.ts';

const CLIENT = 'hawser';

/** An identity provider that says whatever a test wants it to. */
const server = createServer();
let issuer: string;
let oidc: OidcProvider;
let keys: Awaited<ReturnType<typeof generateKeyPair>>;
/** What the token endpoint answers, and what it was asked. */
let idToken: () => Promise<string>;
let tokenStatus = 200;
let asked = new URLSearchParams();

beforeAll(async () => {
  keys = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const answers: Record<string, () => Promise<object>> = {
    '/.well-known/openid-configuration': async () => ({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
    }),
    '/jwks': async () => ({ keys: [jwk] }),
    '/token': async () => ({ access_token: 'a', token_type: 'Bearer', id_token: await idToken() }),
  };
  server.on('request', async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    if (request.url === '/token') asked = new URLSearchParams(body);
    response.statusCode = request.url === '/token' ? tokenStatus : 200;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(await answers[request.url ?? '']?.()));
  });
  const config = {
    issuer,
    clientId: CLIENT,
    clientSecret: null,
    scopes: ['openid'],
    groupsClaim: 'realm_access.roles',
    alwaysSecondFactor: false,
    secondFactorAcr: ['gold', '2'],
  };
  const deps = { clock: Date.now, log: silentLogger() };
  oidc = createOidcProvider({ ...config, name: 'Forged', publicUrl: 'https://hawser.example' }, deps);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  tokenStatus = 200;
});

const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/** Signs in with an ID token that is right but for what is changed. */
async function finish(
  change: object = {},
  { key = keys.privateKey, kid = 'one', state = '', edit = (token: string) => token, iss = '' } = {},
) {
  const { url, expected } = await oidc.begin();
  const claims = {
    ...{ iss: issuer, aud: CLIENT, sub: 'ada', nonce: expected.nonce },
    ...{ iat: nowSeconds(), exp: nowSeconds() + 60, ...change },
  };
  idToken = async () => edit(await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(key));
  const query = new URLSearchParams({ code: 'c', state: state || expected.state, ...(iss === '' ? {} : { iss }) });
  return { url, expected, ended: await oidc.finish(`?${query}`, expected) };
}

const reasonOf = (work: Promise<unknown>) =>
  work.then(
    () => 'let in',
    (error: { reason?: string }) => error.reason ?? error,
  );

describe('the answer of the identity provider', () => {
  it('is taken when all of it is right', async () => {
    const claims = { email: 'Ada@Acme.example', email_verified: 'true', realm_access: { roles: ['ops', 7, 'ops'] } };
    const { url, expected, ended } = await finish({ ...claims, name: 'Ada' });
    expect(ended.person).toEqual({
      issuer,
      subject: 'ada',
      email: 'ada@acme.example',
      emailVerified: true,
      name: 'Ada',
      groups: ['ops'],
      secondFactorGiven: false,
    });
    expect(url.searchParams.get('acr_values')).toBe('gold 2');
    expect(url.searchParams.get('redirect_uri')).toBe('https://hawser.example/v1/auth/oidc/callback');
    const challenge = createHash('sha256').update(expected.verifier).digest('base64url');
    expect(url.searchParams.get('code_challenge')).toBe(challenge);
    expect(asked.get('code_verifier')).toBe(expected.verifier);
  });

  it.each([
    ['its methods', { amr: ['pwd', 'mfa', 'otp'] }, true],
    ['the level of it', { acr: 'gold' }, true],
    ['another level', { acr: 'silver' }, false],
    ['methods that may each be the only one', { amr: ['otp'] }, false],
    ['something else', { amr: 'mfa', acr: ['gold'] }, false],
  ])('tells by %s whether it was with a second factor', async (_what, claims, given) => {
    expect((await finish(claims)).ended.person.secondFactorGiven).toBe(given);
  });

  it.each([
    ['another audience', { aud: 'somebody-else' }],
    ['several audiences, and was made for another', { aud: [CLIENT, 'x'], azp: 'x' }],
    ['another issuer', { iss: 'https://evil.example' }],
    ['another nonce', { nonce: 'x' }],
    ['no nonce', { nonce: undefined }],
    ['an end that is past', { iat: nowSeconds() - 120, exp: nowSeconds() - 60 }],
    ['no end', { exp: undefined }],
    ['a beginning that is to come', { nbf: nowSeconds() + 600 }],
    ['no subject', { sub: undefined }],
  ])('is refused when its ID token has %s', async (_what, change) => {
    expect(await reasonOf(finish(change))).toBe('invalid');
  });

  it('is refused when the state is not the one it began with', async () => {
    expect(await reasonOf(finish({}, { state: randomUUID() }))).toBe('invalid');
  });

  it('is refused when it names another issuer (mix-up)', async () => {
    expect(await reasonOf(finish({}, { iss: 'https://evil.example' }))).toBe('invalid');
  });

  it('is refused when the signature is not of the provider', async () => {
    const stranger = (await generateKeyPair('RS256')).privateKey;
    expect(await reasonOf(finish({}, { key: stranger }))).toBe('invalid');
    expect(await reasonOf(finish({}, { kid: 'unknown' }))).toBe('invalid');
  });

  it.each([
    ['changed after it was signed', (token: string) => withClaims(token, { sub: 'somebody-else' })],
    ['not signed at all', (token: string) => withHeader(withClaims(token, {}), { alg: 'none' }).replace(/[^.]+$/, '')],
    ['signed with the client id as an HMAC key', (token: string) => withHeader(token, { alg: 'HS256' })],
    ['not a token', () => 'nonsense'],
  ])('is refused when the ID token is %s', async (_what, edit) => {
    expect(await reasonOf(finish({}, { edit }))).toBe('invalid');
  });

  it('is not waited for when the token endpoint is broken', async () => {
    tokenStatus = 502;
    expect(await reasonOf(finish())).toBe('unavailable');
  });

  it('may be that the person does not want to', async () => {
    const { expected } = await oidc.begin();
    expect(await reasonOf(oidc.finish(`?error=access_denied&state=${expected.state}`, expected))).toBe('cancelled');
  });

  it('has no place to sign out at when the provider names none', async () => {
    expect(await oidc.endSessionUrl('x')).toBeNull();
  });
});

type Edit = Record<string, unknown>;

function edited(part: string, change: Edit): string {
  const before = JSON.parse(Buffer.from(part, 'base64url').toString()) as object;
  return Buffer.from(JSON.stringify({ ...before, ...change })).toString('base64url');
}

function withClaims(token: string, change: Edit): string {
  const [header = '', claims = '', signature = ''] = token.split('.');
  return [header, edited(claims, change), signature].join('.');
}

function withHeader(token: string, change: Edit): string {
  const [header = '', claims = '', signature = ''] = token.split('.');
  return [edited(header, change), claims, signature].join('.');
}
