import type { RouteLocationRaw } from 'vue-router';

/** Where to go after sign-in: the page that was asked for, or home. Only our own pages, never another site. */
export function afterSignIn(next: unknown): RouteLocationRaw {
  return typeof next === 'string' && next.startsWith('/a/') ? next : { name: 'home' };
}
