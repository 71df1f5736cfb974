/** What stands under a name in an address' fragment (`#token=…`), which browsers never send to a server; null when nothing does. */
export function valueFromFragment(hash: string, name: 'token' | 'challenge'): string | null {
  const value = new URLSearchParams(hash.replace(/^#/, '')).get(name);
  return value === null || value === '' ? null : value;
}
