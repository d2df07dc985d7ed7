import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '@/shared/api/client';
import type { Simulation } from '@/shared/api/types';

// A run says by itself how far it is once a second; nothing else looks so often.
const pollMs = 1_000;

export const hasEnded = ({ state }: Pick<Simulation, 'state'>) => state === 'done' || state === 'failed' || state === 'cancelled';

export const runsQuery = queryOptions({
  queryKey: ['simulations', 'all'] as const,
  queryFn: ({ signal }) => answerOf(api.GET('/api/v1/simulations', { params: { query: { limit: 100 } }, signal })),
  refetchInterval: ({ state }) => (state.data?.items.every(hasEnded) === false ? pollMs : false),
  staleTime: 0,
});

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ['simulations', 'one', id] as const,
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/simulations/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data && !hasEnded(state.data) ? pollMs : false),
  });

export const daysQuery = (timeZone: string) =>
  queryOptions({
    queryKey: ['simulations', 'days', timeZone] as const,
    // Today goes on.
    staleTime: 0,
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/simulations/days', { params: { query: { timeZone } }, signal })),
  });

export const draftsQuery = queryOptions({
  queryKey: ['drafts', 'tried'] as const,
  queryFn: ({ signal }) => answerOf(api.GET('/api/v1/drafts', { params: { query: { limit: 200 } }, signal })),
});

export const recordedQuery = (date: string, timeZone: string) =>
  queryOptions({
    queryKey: ['simulations', 'recorded', date, timeZone] as const,
    queryFn: ({ signal }) => answerOf(api.POST('/api/v1/simulations/scenario', { body: { date, timeZone }, signal })),
  });
