import type { QueryClient } from '@tanstack/react-query';
import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { DeskPage } from '@/features/desk/desk-page';
import { TicketPage } from '@/features/desk/ticket-page';
import { may, sessionQuery } from '@/shared/api/session';
import type { Session } from '@/shared/api/types';
import { adminRoute } from './admin-routes';
import { Broken, NotAllowed } from './fallbacks';
import { rootRoute, shellRoute } from './shell-route';
import { whatIfRoute } from './what-if-routes';

// The desk is what most people open: other pages come when they are asked for.

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string; expired?: boolean } => ({
    // Only a path of our own: never a way out to another site.
    ...(typeof search.next === 'string' && /^\/(?![/\\])/.test(search.next) ? { next: search.next } : {}),
    ...(search.expired === true ? { expired: true } : {}),
  }),
  component: lazyRouteComponent(() => import('./door-pages'), 'SignIn'),
});

const inviteRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invite',
  validateSearch: (search: Record<string, unknown>): { user?: string; token?: string } => ({
    ...(typeof search.user === 'string' ? { user: search.user } : {}),
    ...(search.token !== undefined ? { token: String(search.token) } : {}),
  }),
  component: lazyRouteComponent(() => import('./door-pages'), 'Invite'),
});

/** Who watches the floor starts at the board, who works it at his tickets. */
function homeOf(session: Session | null | undefined): '/live' | '/tickets' {
  return session && may(session, 'board.read') ? '/live' : '/tickets';
}

const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  beforeLoad: async ({ context }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    throw redirect({ to: homeOf(session), replace: true });
  },
});

const ticketsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/tickets',
  component: DeskPage,
});

const ticketsIndexRoute = createRoute({
  getParentRoute: () => ticketsRoute,
  path: '/',
});

const ticketRoute = createRoute({
  getParentRoute: () => ticketsRoute,
  path: '$ticketId',
  component: function Ticket() {
    const { ticketId } = ticketRoute.useParams();
    return <TicketPage key={ticketId} ticketId={ticketId} />;
  },
});

const liveRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/live',
  component: lazyRouteComponent(() => import('@/features/live/live-page'), 'LivePage'),
  beforeLoad: async ({ context }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (session && !may(session, 'board.read')) throw new Error('not_allowed');
  },
  errorComponent: NotAllowed,
});

const passwordRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/password',
  component: lazyRouteComponent(() => import('@/features/session/password-page'), 'PasswordPage'),
});

const routeTree = rootRoute.addChildren([
  signInRoute,
  inviteRoute,
  shellRoute.addChildren([
    homeRoute,
    ticketsRoute.addChildren([ticketsIndexRoute, ticketRoute]),
    liveRoute,
    whatIfRoute,
    passwordRoute,
    adminRoute,
  ]),
]);

export function makeRouter(queryClient: QueryClient) {
  return createRouter({ routeTree, context: { queryClient }, defaultPreload: false, defaultErrorComponent: Broken, scrollRestoration: false });
}

export type AppRouter = ReturnType<typeof makeRouter>;

declare module '@tanstack/react-router' {
  interface Register {
    router: AppRouter;
  }
}
