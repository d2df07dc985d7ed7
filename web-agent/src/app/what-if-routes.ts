import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { may, sessionQuery } from '@/shared/api/session';
import { loadWhatIfTexts } from '@/shared/i18n/i18n';
import { NotAllowed } from './fallbacks';
import { shellRoute } from './shell-route';

// Pages, texts and charts come when somebody asks what if.

const pages = () => import('@/features/what-if/what-if-page');

const whatIfShellRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/what-if',
  loader: loadWhatIfTexts,
  beforeLoad: async ({ context }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (session && !may(session, 'simulations.run')) throw new Error('not_allowed');
  },
  errorComponent: NotAllowed,
});

const runsRoute = createRoute({
  getParentRoute: () => whatIfShellRoute,
  path: '/',
  component: lazyRouteComponent(pages, 'RunsPage'),
});

const newRunRoute = createRoute({
  getParentRoute: () => whatIfShellRoute,
  path: 'new',
  component: lazyRouteComponent(pages, 'NewRunPage'),
});

const runRoute = createRoute({
  getParentRoute: () => whatIfShellRoute,
  path: '$runId',
  validateSearch: (search: Record<string, unknown>): { with?: string } => (typeof search.with === 'string' ? { with: search.with } : {}),
  component: lazyRouteComponent(pages, 'RunPage'),
});

export const whatIfRoute = whatIfShellRoute.addChildren([runsRoute, newRunRoute, runRoute]);
