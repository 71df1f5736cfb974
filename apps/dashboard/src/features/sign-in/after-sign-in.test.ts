import { expect, it } from 'vitest';
import { afterSignIn } from './after-sign-in.ts';

it('goes on to pages of this dashboard only', () => {
  expect(afterSignIn('/a/acme/agents?create=1')).toBe('/a/acme/agents?create=1');
  for (const next of [undefined, '', '//evil.example', 'https://evil.example/a/', '/setup', ['/a/x']]) {
    expect(afterSignIn(next)).toEqual({ name: 'home' });
  }
});
