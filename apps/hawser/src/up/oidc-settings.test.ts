import { describe, expect, it } from 'vitest';
import { oidcOf } from './oidc-settings.ts';
import { readUpSettings } from './settings.ts';

const GOOD = {
  OIDC_ISSUER: 'https://id.example/realms/acme',
  OIDC_CLIENT_ID: 'hawser',
  HAWSER_PUBLIC_URL: 'https://hawser.example/',
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
      name: 'single sign-on',
      publicUrl: 'https://hawser.example',
    });
    expect(
      read({ ...GOOD, OIDC_ISSUER: 'http://localhost:8080', HAWSER_PUBLIC_URL: 'http://127.0.0.1:3002' }),
    ).not.toBeNull();
  });

  it.each([
    [{ OIDC_CLIENT_ID: '', HAWSER_PUBLIC_URL: '' }, /OIDC_CLIENT_ID: missing.*\n.*HAWSER_PUBLIC_URL: missing/],
    [{ OIDC_ISSUER: 'http://id.example' }, /OIDC_ISSUER: .* has to begin with https/],
    [{ OIDC_ISSUER: 'id.example' }, /OIDC_ISSUER: .* is not a URL/],
    [{ HAWSER_PUBLIC_URL: 'https://hawser.example/app' }, /HAWSER_PUBLIC_URL: .* must have no path/],
    [{ HAWSER_PUBLIC_URL: 'http://hawser.example' }, /HAWSER_PUBLIC_URL: .* has to begin with https/],
  ])('refuse %j', (change, message) => {
    expect(() => read({ ...GOOD, ...change })).toThrow(message);
  });
});
