import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { type Section, sections, sectionsFor } from '@/features/admin/sections';
import { may, sessionQuery } from '@/shared/api/session';
import { loadAdminTexts } from '@/shared/i18n/i18n';
import { NotAllowed } from './fallbacks';
import { shellRoute } from './shell-route';

// The pages come when they are first opened: the desk does not carry them.

const adminShellRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin',
  validateSearch: (search: Record<string, unknown>): { open?: string } =>
    typeof search.open === 'string' ? { open: search.open } : {},
  component: lazyRouteComponent(() => import('@/features/admin/admin-page'), 'AdminPage'),
  loader: loadAdminTexts,
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (!session) return;
    const section = sections.find(({ path }) => location.pathname.startsWith(path));
    const allowed = section === undefined ? sectionsFor(session).length > 0 : section.needs.every((permission) => may(session, permission));
    if (!allowed) throw new Error('not_allowed');
  },
  errorComponent: NotAllowed,
});

const indexRoute = createRoute({
  getParentRoute: () => adminShellRoute,
  path: '/',
  beforeLoad: async ({ context }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    const first: Section | undefined = session ? sectionsFor(session)[0] : undefined;
    throw redirect({ to: first?.path ?? '/', replace: true });
  },
});

const clientsRoute = createRoute({
  getParentRoute: () => adminShellRoute,
  path: 'clients',
  component: lazyRouteComponent(() => import('@/features/admin/clients-page'), 'ClientsPage'),
});

const queuesRoute = createRoute({
  getParentRoute: () => adminShellRoute,
  path: 'queues',
  component: lazyRouteComponent(() => import('@/features/admin/queues-page'), 'QueuesPage'),
});

const poolsRoute = createRoute({
  getParentRoute: () => adminShellRoute,
  path: 'pools',
  component: lazyRouteComponent(() => import('@/features/admin/pools-page'), 'PoolsPage'),
});

const draftsRoute = createRoute({
  getParentRoute: () => adminShellRoute,
  path: 'drafts',
  component: lazyRouteComponent(() => import('@/features/admin/drafts-page'), 'DraftsPage'),
});

const skillsRoute = createRoute({
  getParentRoute: () => adminShellRoute,
  path: 'skills',
  component: lazyRouteComponent(() => import('@/features/admin/skills-page'), 'SkillsPage'),
});

const agentsRoute = createRoute({
  getParentRoute: () => adminShellRoute,
  path: 'agents',
  component: lazyRouteComponent(() => import('@/features/admin/agents-page'), 'AgentsPage'),
});

const usersRoute = createRoute({
  getParentRoute: () => adminShellRoute,
  path: 'users',
  component: lazyRouteComponent(() => import('@/features/admin/users-page'), 'UsersPage'),
});

const rolesRoute = createRoute({
  getParentRoute: () => adminShellRoute,
  path: 'roles',
  component: lazyRouteComponent(() => import('@/features/admin/roles-page'), 'RolesPage'),
});

const widgetsRoute = createRoute({
  getParentRoute: () => adminShellRoute,
  path: 'widgets',
  component: lazyRouteComponent(() => import('@/features/admin/widgets-page'), 'WidgetsPage'),
});

const dispositionsRoute = createRoute({
  getParentRoute: () => adminShellRoute,
  path: 'dispositions',
  component: lazyRouteComponent(() => import('@/features/admin/dispositions-page'), 'DispositionsPage'),
});

const cannedRepliesRoute = createRoute({
  getParentRoute: () => adminShellRoute,
  path: 'canned-replies',
  component: lazyRouteComponent(() => import('@/features/admin/canned-replies-page'), 'CannedRepliesPage'),
});

const breakReasonsRoute = createRoute({
  getParentRoute: () => adminShellRoute,
  path: 'break-reasons',
  component: lazyRouteComponent(() => import('@/features/admin/break-reasons-page'), 'BreakReasonsPage'),
});

const calendarsRoute = createRoute({
  getParentRoute: () => adminShellRoute,
  path: 'calendars',
  component: lazyRouteComponent(() => import('@/features/admin/calendars-page'), 'CalendarsPage'),
});

const sitesRoute = createRoute({
  getParentRoute: () => adminShellRoute,
  path: 'sites',
  component: lazyRouteComponent(() => import('@/features/admin/sites-page'), 'SitesPage'),
});

const deadLettersRoute = createRoute({
  getParentRoute: () => adminShellRoute,
  path: 'failed-events',
  component: lazyRouteComponent(() => import('@/features/admin/dead-letters-page'), 'DeadLettersPage'),
});

export const adminRoute = adminShellRoute.addChildren([
  indexRoute,
  clientsRoute,
  queuesRoute,
  poolsRoute,
  draftsRoute,
  skillsRoute,
  agentsRoute,
  usersRoute,
  rolesRoute,
  widgetsRoute,
  dispositionsRoute,
  cannedRepliesRoute,
  breakReasonsRoute,
  calendarsRoute,
  sitesRoute,
  deadLettersRoute,
]);
