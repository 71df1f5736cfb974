import { valueFromFragment } from '../../lib/fragment.ts';

/** The token of the link that opened the page; null when there is none. See `takeFromAddress`. */
export function takeLinkToken(hash: string): string | null {
  return takeFromAddress(hash, 'token');
}

/** What a sign-in at the identity provider goes on with that needs a code too; null when there is none. */
export function takeChallenge(hash: string): string | null {
  return takeFromAddress(hash, 'challenge');
}

/** It is taken out of the address: it works once, and should neither stay in the history nor be copied from the address bar. */
function takeFromAddress(hash: string, name: 'token' | 'challenge'): string | null {
  const value = valueFromFragment(hash, name);
  const { history, location } = window;
  if (value !== null) history.replaceState(history.state, '', location.pathname + location.search);
  return value;
}
