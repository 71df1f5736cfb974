import { tokenFromFragment } from '../../lib/fragment.ts';

/**
 * The token of the link that opened the page; null when there is none. It is taken out of the address: the link works
 * once, and should neither stay in the history nor be copied from the address bar.
 */
export function takeLinkToken(hash: string): string | null {
  const token = tokenFromFragment(hash);
  const { history, location } = window;
  if (token !== null) history.replaceState(history.state, '', location.pathname + location.search);
  return token;
}
