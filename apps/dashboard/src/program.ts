import { VueQueryPlugin } from '@tanstack/vue-query';
import { createPinia } from 'pinia';
import { createApp, watch } from 'vue';
import App from './App.vue';
import { createDashboardRouter } from './router.ts';
import { createAuthorisedFetch } from './services/api/authorised-fetch.ts';
import { API_CLIENT, createDashboardClient } from './services/api/client.ts';
import { createQueryClient } from './services/api/query-client.ts';
import { createLiveService } from './services/live/live-service.ts';
import { LIVE } from './services/live/use-live.ts';
import { createRefreshExchange } from './services/session/refresh-exchange.ts';
import { createSessionService, SESSION } from './services/session/session-service.ts';
import { useSessionStore } from './services/session/session-store.ts';
import { createTokenKeeper } from './services/session/token-keeper.ts';

/** Puts the dashboard together and mounts it: the one place that knows every part. */
export function startDashboard(root: Element): void {
  const app = createApp(App);
  const pinia = createPinia();
  app.use(pinia);

  const store = useSessionStore(pinia);
  const keeper = createTokenKeeper({
    exchange: createRefreshExchange(createDashboardClient((request) => fetch(request))),
    now: Date.now,
    onLost: store.lost,
  });
  const send = (request: RequestInfo | URL) => fetch(request);
  const api = createDashboardClient(createAuthorisedFetch({ keeper, send, onMustEnrol: leadToEnrolment }));
  const cache = createQueryClient();
  const live = createLiveService({ keeper, cache, pinia });
  const session = createSessionService({ api, keeper, pinia });
  const router = createDashboardRouter({ session, pinia });

  watch(
    () => store.state,
    (state, before) => {
      // A visitor who never had a session goes where the router's guard says, with the token of the link they opened.
      if (state !== 'signed-out' || before !== 'signed-in') return;
      live.close();
      cache.clear();
      void router.push({ name: 'sign-in', query: nextQuery(router.currentRoute.value.fullPath) });
    },
  );
  /** For a policy that changes while somebody works; at sign-in the router's guard leads there. */
  function leadToEnrolment(): void {
    if (store.mustEnrol || store.state !== 'signed-in') return;
    store.enrolmentDue();
    live.close();
    void router.push({ name: 'enrol', query: nextQuery(router.currentRoute.value.fullPath) });
  }

  window.addEventListener('online', live.retry);

  app.provide(API_CLIENT, api).provide(LIVE, live).provide(SESSION, session);
  app.use(VueQueryPlugin, { queryClient: cache }).use(router).mount(root);
}

function nextQuery(path: string): { next?: string } {
  return path.startsWith('/a/') ? { next: path } : {};
}
