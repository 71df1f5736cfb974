/** Address that begins single sign-on and comes back to the page that was asked for. */
export function singleSignOnLink(url: string, next: unknown): string {
  return typeof next === 'string' && next.startsWith('/a/') ? `${url}?next=${encodeURIComponent(next)}` : url;
}
