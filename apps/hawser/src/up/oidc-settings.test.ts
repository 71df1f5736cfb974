import { describe, expect, it } from 'vitest';
import { oidcOf } from './oidc-settings.ts';
import { readUpSettings } from './settings.ts';

const GOOD = {
  OIDC_ISSUER: 'https://id.example/realms/acme',
  OIDC_CLIENT_ID: 'hawser',
  PUBLIC_URL: 'https://hawser.example/',
};
const read = (env: Record<string, string>) => oidcOf(readUpSettings(env, {}));

describe('the settings of single sign-on', () => {
  it('are a provider as soon as an issuer is named', () => {
    expect(read({})).toBeNull();
    expect(read({ ...GOOD, OIDC_SCOPES: 'email, groups' })).toEqual({
      issuer: 'https://id.example/realms/acme',
      clientId: 'hawser',
      clientSecret: null,
      scopes: ['openid', 'email', 'groups'],
      groupsClaim: 'groups',
      alwaysSecondFactor: false,
      secondFactorAcr: [],
      name: 'single sign-on',
      publicUrl: 'https://hawser.example',
    });
    expect(read({ ...GOOD, OIDC_ISSUER: 'http://localhost:8080', PUBLIC_URL: 'http://127.0.0.1:3002' })).not.toBeNull();
  });

  it.each([
    [{ OIDC_CLIENT_ID: '', PUBLIC_URL: '' }, /OIDC_CLIENT_ID: missing.*\n.*PUBLIC_URL: missing/],
    [{ OIDC_ISSUER: 'http://id.example' }, /OIDC_ISSUER: .* has to begin with https/],
    [{ OIDC_ISSUER: 'id.example' }, /OIDC_ISSUER: .* is not a URL/],
    [{ PUBLIC_URL: 'https://hawser.example/app' }, /PUBLIC_URL: .* must have no path/],
    [{ PUBLIC_URL: 'http://hawser.example' }, /PUBLIC_URL: .* has to begin with https/],
  ])('refuse %j', (change, message) => {
    expect(() => read({ ...GOOD, ...change })).toThrow(message);
  });
});
