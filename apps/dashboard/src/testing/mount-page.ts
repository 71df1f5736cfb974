import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query';
import { mount } from '@vue/test-utils';
import { createPinia } from 'pinia';
import type { Component } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import { API_CLIENT, createDashboardClient } from '../services/api/client.ts';
import type { Me, Permission } from '../services/api/types.ts';
import { useSessionStore } from '../services/session/session-store.ts';

/** What a test's server answers to a request. */
export type Answer = (request: Request) => Promise<Response>;

interface Signed {
  /** Account that the page is about. */
  readonly account: string;
  readonly permissions: readonly Permission[];
}

/** Mounts a part of the dashboard as the program does, with a server that the test plays. */
export async function mountPage(part: Component, { account, permissions }: Signed, answer: Answer) {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: ['overview', 'account'].map((name) => ({ path: `/a/:account/${name}`, name, component: { template: '' } })),
  });
  await router.push(`/a/${account}/overview`);
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const pinia = createPinia();
  const me = { account: { name: account, parent_id: null }, permissions, grants: [] };
  useSessionStore(pinia).signedIn(me as unknown as Me, false);
  const page = mount(part, {
    global: {
      plugins: [router, pinia, [VueQueryPlugin, { queryClient: cache }]],
      provide: { [API_CLIENT as symbol]: createDashboardClient(answer) },
    },
    attachTo: document.body,
  });
  return { page, cache, router };
}

export function jsonAnswer(body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json', ...headers } });
}
