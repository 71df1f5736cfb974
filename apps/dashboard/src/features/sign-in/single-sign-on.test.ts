import { expect, it } from 'vitest';
import { singleSignOnLink } from './single-sign-on.ts';

it('takes the page along that was asked for, when it is one of this dashboard', () => {
  expect(singleSignOnLink('/v1/auth/oidc', '/a/acme?x=1&y')).toBe('/v1/auth/oidc?next=%2Fa%2Facme%3Fx%3D1%26y');
  for (const next of [undefined, '', '//evil.example', ['/a/x']]) {
    expect(singleSignOnLink('/v1/auth/oidc', next)).toBe('/v1/auth/oidc');
  }
});
