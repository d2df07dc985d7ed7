import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, redirect } from '@tanstack/react-router';
import { DeskPage } from '@/features/desk/desk-page';
import { TicketPage } from '@/features/desk/ticket-page';
import { LivePage } from '@/features/live/live-page';
import { InvitePage } from '@/features/session/invite-page';
import { PasswordPage } from '@/features/session/password-page';
import { SignInPage } from '@/features/session/sign-in-page';
import { may, sessionQuery } from '@/shared/api/session';
import type { Session } from '@/shared/api/types';
import { Broken, NotAllowed, NotFound } from './fallbacks';
import { Shell } from './shell';

interface Context {
  queryClient: QueryClient;
}

const rootRoute = createRootRouteWithContext<Context>()({ notFoundComponent: NotFound });

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string; expired?: boolean } => ({
    // Only a path of our own: never a way out to another site.
    ...(typeof search.next === 'string' && /^\/(?![/\\])/.test(search.next) ? { next: search.next } : {}),
    ...(search.expired === true ? { expired: true } : {}),
  }),
  component: function SignIn() {
    const { next, expired } = signInRoute.useSearch();
    const navigate = signInRoute.useNavigate();
    return <SignInPage expired={expired === true} onSignedIn={() => void navigate({ href: next ?? '/', replace: true })} />;
  },
});

const inviteRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invite',
  validateSearch: (search: Record<string, unknown>): { user?: string; token?: string } => ({
    ...(typeof search.user === 'string' ? { user: search.user } : {}),
    ...(search.token !== undefined ? { token: String(search.token) } : {}),
  }),
  component: function Invite() {
    const { user, token } = inviteRoute.useSearch();
    return <InvitePage userId={user} token={token} />;
  },
});

const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (session === null) {
      throw redirect({ to: '/sign-in', search: location.pathname === '/' ? {} : { next: location.href } });
    }
  },
  component: Shell,
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
  component: LivePage,
  beforeLoad: async ({ context }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (session && !may(session, 'board.read')) throw new Error('not_allowed');
  },
  errorComponent: NotAllowed,
});

const passwordRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/password',
  component: PasswordPage,
});

const routeTree = rootRoute.addChildren([
  signInRoute,
  inviteRoute,
  shellRoute.addChildren([
    homeRoute,
    ticketsRoute.addChildren([ticketsIndexRoute, ticketRoute]),
    liveRoute,
    passwordRoute,
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
