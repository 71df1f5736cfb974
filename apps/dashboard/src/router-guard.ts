import type { Pinia } from 'pinia';
import type { NavigationGuardReturn, RouteLocationNormalized } from 'vue-router';
import { toProblem } from './services/api/problem.ts';
import type { SessionService } from './services/session/session-service.ts';
import { useSessionStore } from './services/session/session-store.ts';

export interface GuardDeps {
  readonly session: SessionService;
  readonly pinia: Pinia;
}

/** Sends visitors to set-up or sign-in when a page needs a session and there is none. */
export function createGuard({ session, pinia }: GuardDeps) {
  const store = useSessionStore(pinia);

  return async function guard(to: RouteLocationNormalized): Promise<NavigationGuardReturn> {
    if (to.name === 'unreachable' || to.name === 'missing' || isLink(to)) return true;
    try {
      await session.restore();
      if (store.state === 'signed-in') return to.meta.isOpen === true ? { name: 'home' } : true;
      return await openPage(to);
    } catch (error) {
      return { name: 'unreachable', query: { next: to.fullPath, why: toProblem(error).code } };
    }
  };

  async function openPage(to: RouteLocationNormalized): Promise<NavigationGuardReturn> {
    const isNeeded = await session.needsSetup();
    if (isNeeded) return to.name === 'setup' ? true : { name: 'setup' };
    if (to.name === 'sign-in') return true;
    return { name: 'sign-in', query: to.name === 'home' || to.name === 'setup' ? {} : { next: to.fullPath } };
  }
}

/** A link with a token is for whoever opens it, whatever session this browser had before. */
function isLink(to: RouteLocationNormalized): boolean {
  return to.name === 'sign-in' && to.hash.includes('token=');
}
