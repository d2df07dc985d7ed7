import { type Query, QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './problem';

export function makeQueryClient(): QueryClient {
  const queryClient = new QueryClient({
    defaultOptions: {
      queries: {
        // News by hub keeps the cache fresh; a reconnect refetches all of it.
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        retry: (failures, error) => failures < 3 && (!(error instanceof ApiProblem) || error.passing),
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
  askAgainAfterFirst(queryClient);
  return queryClient;
}

/**
 * A query's first fetch is not begun anew when it is invalidated, and its answer would count as fresh although it may be
 * older than the news that invalidated it: so it is asked for once more when it is there.
 */
function askAgainAfterFirst(queryClient: QueryClient): void {
  const outdated = new WeakSet<Query>();
  queryClient.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated') return;
    const { query, action } = event;
    if (action.type === 'invalidate' && query.state.data === undefined && query.state.fetchStatus !== 'idle') outdated.add(query);
    if (action.type === 'success' && outdated.delete(query)) void queryClient.invalidateQueries({ queryKey: query.queryKey, exact: true });
  });
}

// Every key starts with its room, so that a room can be refetched as a whole.
export const keys = {
  session: ['session'] as const,
  me: ['agents', 'me'] as const,
  day: ['agents', 'day'] as const,
  mentions: ['mentions'] as const,
  colleagues: (clientId: string) => ['colleagues', clientId] as const,
  agents: ['agents', 'all'] as const,
  breakReasons: ['break-reasons'] as const,
  skills: ['skills', 'named'] as const,
  queues: (clientId: string) => ['queues', clientId] as const,
  cannedReplies: (clientId: string) => ['canned-replies', clientId] as const,
  dispositions: (clientId: string) => ['dispositions', clientId] as const,
  myTickets: ['tickets', 'mine'] as const,
  ticket: (id: string) => ['tickets', 'one', id] as const,
  messages: (id: string) => ['messages', id] as const,
  contact: (id: string) => ['contacts', id] as const,
  contactTickets: (contactId: string) => ['tickets', 'of', contactId] as const,
  satisfaction: (ticketId: string) => ['satisfaction', ticketId] as const,
  satisfactionToday: (clientId: string | null) => ['satisfaction', 'today', clientId] as const,
  tags: (clientId: string) => ['tags', clientId] as const,
  boards: ['board'] as const,
  board: (clientId: string) => ['board', clientId] as const,
};
