import type { Pinia } from 'pinia';
import type { NavigationGuardReturn, RouteLocationNormalized } from 'vue-router';
import { toProblem } from './services/api/problem.ts';
import type { SessionService } from './services/session/session-service.ts';
import { useSessionStore } from './services/session/session-store.ts';

/** Pages that a link with a token opens. */
const LINKS: readonly unknown[] = ['sign-in', 'reset-password', 'accept-invitation'];

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
      if (store.state === 'signed-in') return signedInPage(to);
      return await openPage(to);
    } catch (error) {
      return { name: 'unreachable', query: { next: to.fullPath, why: toProblem(error).code } };
    }
  };

  function signedInPage(to: RouteLocationNormalized): NavigationGuardReturn {
    if (store.mustEnrol) return to.name === 'enrol' ? true : { name: 'enrol', query: nextOf(to) };
    return to.meta.isOpen === true || to.name === 'enrol' ? { name: 'home' } : true;
  }

  async function openPage(to: RouteLocationNormalized): Promise<NavigationGuardReturn> {
    const isNeeded = await session.needsSetup();
    if (isNeeded) return to.name === 'setup' ? true : { name: 'setup' };
    if (to.meta.isOpen === true && to.name !== 'setup') return true;
    return { name: 'sign-in', query: nextOf(to) };
  }
}

/** The page to go to afterwards, when it is one worth coming back to. */
function nextOf(to: RouteLocationNormalized): { next?: string } {
  return to.fullPath.startsWith('/a/') ? { next: to.fullPath } : {};
}

/** A link with a token is for whoever opens it, whatever session this browser had before. */
function isLink(to: RouteLocationNormalized): boolean {
  return LINKS.includes(to.name) && to.hash.includes('token=');
}
