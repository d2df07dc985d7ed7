import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '@/shared/api/client';
import { every } from '@/shared/api/every';
import type { Agent, BreakReason, Calendar, CannedReply, Client, DeadLetter, Disposition, DraftLine, Pool, Queue, Role, Site, Skill, User, Widget } from '@/shared/api/types';

const limit = 200;

// A list's key starts with its room, as elsewhere: a change refetches all that shows the room.
export const clientsQuery = queryOptions({
  queryKey: ['clients', 'every'],
  queryFn: ({ signal }): Promise<Client[]> =>
    every((cursor) => answerOf(api.GET('/api/v1/clients', { params: { query: { limit, cursor } }, signal }))),
});

export const queuesQuery = queryOptions({
  queryKey: ['queues', 'every'],
  queryFn: ({ signal }): Promise<Queue[]> =>
    every((cursor) => answerOf(api.GET('/api/v1/queues', { params: { query: { limit, cursor } }, signal }))),
});

export const skillsQuery = queryOptions({
  queryKey: ['skills', 'every'],
  queryFn: ({ signal }): Promise<Skill[]> =>
    every((cursor) => answerOf(api.GET('/api/v1/skills', { params: { query: { limit, cursor } }, signal }))),
});

export const agentsQuery = queryOptions({
  queryKey: ['agents', 'every'],
  queryFn: ({ signal }): Promise<Agent[]> =>
    every((cursor) => answerOf(api.GET('/api/v1/agents', { params: { query: { limit, cursor } }, signal }))),
});

export const standardWeightsQuery = queryOptions({
  queryKey: ['agents', 'weights'],
  staleTime: Infinity,
  queryFn: ({ signal }) => answerOf(api.GET('/api/v1/agents/weights', { signal })),
});

export const usersQuery = queryOptions({
  queryKey: ['users', 'every'],
  queryFn: ({ signal }): Promise<User[]> =>
    every((cursor) => answerOf(api.GET('/api/v1/users', { params: { query: { limit, cursor } }, signal }))),
});

export const rolesQuery = queryOptions({
  queryKey: ['roles', 'every'],
  queryFn: ({ signal }): Promise<Role[]> =>
    every((cursor) => answerOf(api.GET('/api/v1/roles', { params: { query: { limit, cursor } }, signal }))),
});

export const permissionsQuery = queryOptions({
  queryKey: ['permissions'],
  staleTime: Infinity,
  queryFn: async ({ signal }) => (await answerOf(api.GET('/api/v1/permissions', { signal }))).items.map((item) => item.name),
});

export const widgetsQuery = queryOptions({
  queryKey: ['widgets', 'every'],
  queryFn: ({ signal }): Promise<Widget[]> =>
    every((cursor) => answerOf(api.GET('/api/v1/widgets', { params: { query: { limit, cursor } }, signal }))),
});

export const dispositionsQuery = queryOptions({
  queryKey: ['dispositions', 'every'],
  queryFn: ({ signal }): Promise<Disposition[]> =>
    every((cursor) => answerOf(api.GET('/api/v1/dispositions', { params: { query: { limit, cursor } }, signal }))),
});

export const cannedRepliesQuery = queryOptions({
  queryKey: ['canned-replies', 'every'],
  queryFn: ({ signal }): Promise<CannedReply[]> =>
    every((cursor) => answerOf(api.GET('/api/v1/canned-replies', { params: { query: { limit, cursor } }, signal }))),
});

export const breakReasonsQuery = queryOptions({
  queryKey: ['break-reasons', 'every'],
  queryFn: ({ signal }): Promise<BreakReason[]> =>
    every((cursor) => answerOf(api.GET('/api/v1/break-reasons', { params: { query: { limit, cursor } }, signal }))),
});

export const deadLettersQuery = queryOptions({
  queryKey: ['dead-letters'],
  staleTime: 0,
  queryFn: ({ signal }): Promise<DeadLetter[]> =>
    every((cursor) => answerOf(api.GET('/api/v1/outbox/dead-letters', { params: { query: { limit, cursor } }, signal }))),
});

export const calendarsQuery = queryOptions({
  queryKey: ['calendars', 'every'],
  queryFn: ({ signal }): Promise<Calendar[]> =>
    every((cursor) => answerOf(api.GET('/api/v1/calendars', { params: { query: { limit, cursor } }, signal }))),
});

export const poolsQuery = queryOptions({
  queryKey: ['pools', 'every'],
  queryFn: ({ signal }): Promise<Pool[]> =>
    every((cursor) => answerOf(api.GET('/api/v1/pools', { params: { query: { limit, cursor } }, signal }))),
});

export const sitesQuery = queryOptions({
  queryKey: ['sites', 'every'],
  queryFn: ({ signal }): Promise<Site[]> =>
    every((cursor) => answerOf(api.GET('/api/v1/sites', { params: { query: { limit, cursor } }, signal }))),
});

export const draftsQuery = queryOptions({
  queryKey: ['drafts', 'every'],
  queryFn: ({ signal }): Promise<DraftLine[]> =>
    every((cursor) => answerOf(api.GET('/api/v1/drafts', { params: { query: { limit, cursor } }, signal }))),
});
