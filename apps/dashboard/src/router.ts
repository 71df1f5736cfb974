import { createRouter, createWebHistory, type RouteRecordRaw, type Router } from 'vue-router';
import { createGuard, type GuardDeps } from './router-guard.ts';

declare module 'vue-router' {
  interface RouteMeta {
    /** Reached without a session. */
    isOpen?: boolean;
    title?: string;
  }
}

const routes: RouteRecordRaw[] = [
  {
    path: '/setup',
    name: 'setup',
    meta: { isOpen: true, title: 'Set up' },
    component: () => import('./features/setup/SetupPage.vue'),
  },
  {
    path: '/sign-in',
    name: 'sign-in',
    meta: { isOpen: true, title: 'Sign in' },
    component: () => import('./features/sign-in/SignInPage.vue'),
  },
  {
    path: '/forgotten-password',
    name: 'forgotten-password',
    meta: { isOpen: true, title: 'Forgotten password' },
    component: () => import('./features/sign-in/ForgottenPasswordPage.vue'),
  },
  {
    path: '/reset-password',
    name: 'reset-password',
    meta: { isOpen: true, title: 'New password' },
    component: () => import('./features/sign-in/ResetPasswordPage.vue'),
  },
  {
    path: '/accept-invitation',
    name: 'accept-invitation',
    meta: { isOpen: true, title: 'Accept an invitation' },
    component: () => import('./features/sign-in/AcceptInvitationPage.vue'),
  },
  {
    path: '/set-up-second-factor',
    name: 'enrol',
    meta: { title: 'Set up a second factor' },
    component: () => import('./features/own-security/EnrolPage.vue'),
  },
  {
    path: '/unreachable',
    name: 'unreachable',
    meta: { isOpen: true, title: 'Not reachable' },
    component: () => import('./features/shell/UnreachablePage.vue'),
  },
  { path: '/', name: 'home', component: () => import('./features/accounts/HomePage.vue') },
  {
    path: '/a/:account',
    component: () => import('./features/shell/ShellLayout.vue'),
    children: [
      {
        path: '',
        name: 'overview',
        meta: { title: 'Overview' },
        component: () => import('./features/overview/OverviewPage.vue'),
      },
      {
        path: 'agents',
        name: 'agents',
        meta: { title: 'Agents' },
        component: () => import('./features/agents/AgentsPage.vue'),
      },
      {
        path: 'agents/:agent',
        name: 'agent',
        meta: { title: 'Agent' },
        component: () => import('./features/agent/AgentPage.vue'),
      },
      {
        path: 'dead-letters',
        name: 'dead-letters',
        meta: { title: 'Dead letters' },
        component: () => import('./features/dead-letters/DeadLettersPage.vue'),
      },
      {
        path: 'dead-letters/:id',
        name: 'dead-letter',
        meta: { title: 'Dead letter' },
        component: () => import('./features/dead-letters/DeadLetterPage.vue'),
      },
      {
        path: 'account',
        name: 'account',
        meta: { title: 'Account' },
        component: () => import('./features/account/AccountPage.vue'),
      },
      {
        path: 'my-security',
        name: 'own-security',
        meta: { title: 'Your security' },
        component: () => import('./features/own-security/OwnSecurityPage.vue'),
      },
      {
        path: 'installation',
        name: 'installation',
        meta: { title: 'Installation' },
        component: () => import('./features/installation/InstallationPage.vue'),
      },
      {
        path: 'fleets',
        name: 'fleets',
        meta: { title: 'Fleets' },
        component: () => import('./features/fleets/FleetsPage.vue'),
      },
      {
        path: 'fleets/:fleet',
        name: 'fleet',
        meta: { title: 'Fleet' },
        component: () => import('./features/fleets/FleetPage.vue'),
      },
      {
        path: 'administration',
        name: 'administration',
        meta: { title: 'Administration' },
        component: () => import('./features/administration/AdministrationPage.vue'),
      },
      {
        path: 'users',
        name: 'users',
        meta: { title: 'Users' },
        component: () => import('./features/users/UsersPage.vue'),
      },
      {
        path: 'roles',
        name: 'roles',
        meta: { title: 'Roles' },
        component: () => import('./features/roles/RolesPage.vue'),
      },
      {
        path: 'single-sign-on',
        name: 'single-sign-on',
        meta: { title: 'Single sign-on' },
        component: () => import('./features/single-sign-on/SingleSignOnPage.vue'),
      },
      {
        path: 'tokens',
        name: 'tokens',
        meta: { title: 'API tokens' },
        component: () => import('./features/tokens/TokensPage.vue'),
      },
      {
        path: 'audit',
        name: 'audit',
        meta: { title: 'Audit' },
        component: () => import('./features/audit/AuditPage.vue'),
      },
    ],
  },
  {
    path: '/:rest(.*)*',
    name: 'missing',
    meta: { isOpen: true, title: 'Not found' },
    component: () => import('./features/shell/MissingPage.vue'),
  },
];

/** The pages and who may see them. */
export function createDashboardRouter(deps: GuardDeps): Router {
  const router = createRouter({ history: createWebHistory(), routes, scrollBehavior: () => ({ top: 0 }) });
  router.beforeEach(createGuard(deps));
  router.afterEach((to) => {
    const named = to.params.agent ?? to.params.fleet;
    const subject = typeof named === 'string' ? named : to.meta.title;
    document.title = subject === undefined ? 'Hawser' : `${subject} · Hawser`;
  });
  return router;
}
