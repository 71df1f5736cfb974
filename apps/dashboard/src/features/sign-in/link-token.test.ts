import { expect, it } from 'vitest';
import { takeChallenge, takeLinkToken } from './link-token.ts';

it('takes the token out of the address and leaves the rest', () => {
  window.history.replaceState({ kept: 1 }, '', '/reset-password?next=%2Fa%2Facme#token=abc');
  expect(takeLinkToken(window.location.hash)).toBe('abc');
  expect(window.location.href).toMatch(/\/reset-password\?next=%2Fa%2Facme$/);
  expect(window.history.state).toEqual({ kept: 1 });
});

it('takes a challenge out of the address as well', () => {
  window.history.replaceState(null, '', '/sign-in?next=%2F#challenge=abc');
  expect(takeLinkToken(window.location.hash)).toBeNull();
  expect(takeChallenge(window.location.hash)).toBe('abc');
  expect(window.location.hash).toBe('');
});

it('leaves an address without a token as it is', () => {
  window.history.replaceState(null, '', '/sign-in#top');
  expect(takeLinkToken(window.location.hash)).toBeNull();
  expect(window.location.hash).toBe('#top');
});
