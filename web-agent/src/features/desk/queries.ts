import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '@/shared/api/client';
import { ApiProblem } from '@/shared/api/problem';
import { every, whole } from '@/shared/api/every';
import { keys } from '@/shared/api/query-client';
import type { AgentMe, MessagePage, Ticket, TicketPage } from '@/shared/api/types';
import { ownZone } from '@/shared/ui/zone-time';

/** The signed-in user as an agent; null when he is none (a supervisor, say). */
export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: async ({ signal }): Promise<AgentMe | null> => {
    try {
      return await answerOf(api.GET('/api/v1/agents/me', { signal }));
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 404) return null;
      throw error;
    }
  },
});

export const myTicketsQuery = queryOptions({
  queryKey: keys.myTickets,
  // Comparing all of a long list at each item of news costs more than drawing what is seen of it.
  structuralSharing: false,
  queryFn: ({ signal }): Promise<Ticket[]> =>
    every((cursor) => answerOf(api.GET('/api/v1/tickets', { params: { query: { view: 'mine', limit: 200, cursor } }, signal }))),
});

export const ticketQuery = (id: string) =>
  queryOptions({
    queryKey: keys.ticket(id),
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/tickets/{id}', { params: { path: { id } }, signal })),
  });

/** Follows the ticket's version; a place in line changes without one. */
export const routingQuery = (ticket: Ticket) =>
  queryOptions({
    queryKey: ['routing', ticket.id, ticket.version],
    refetchInterval: ticket.status === 'waiting' ? followEveryMs : false,
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/tickets/{id}/routing', { params: { path: { id: ticket.id } }, signal })),
  });

/** How often somebody who reads along asks for what is new. */
export const followEveryMs = 3_000;

export const messagesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: keys.messages(id),
    queryFn: ({ pageParam, signal }): Promise<MessagePage> =>
      answerOf(
        api.GET('/api/v1/tickets/{id}/messages', {
          params: { path: { id }, query: pageParam === null ? { limit: 50 } : { limit: 50, cursor: Number(pageParam) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    // Pages go from the newest back; within a page the oldest comes first.
    getNextPageParam: (page) => page.nextCursor,
  });

export const dispositionsQuery = (clientId: string) =>
  queryOptions({
    queryKey: keys.dispositions(clientId),
    queryFn: ({ signal }) =>
      whole((cursor) => answerOf(api.GET('/api/v1/dispositions', { params: { query: { clientId, limit: 200, cursor } }, signal }))),
  });

export const cannedRepliesQuery = (clientId: string) =>
  queryOptions({
    queryKey: keys.cannedReplies(clientId),
    staleTime: 5 * 60_000,
    queryFn: ({ signal }) =>
      whole((cursor) => answerOf(api.GET('/api/v1/canned-replies', { params: { query: { clientId, limit: 200, cursor } }, signal }))),
  });

export const contactQuery = (id: string) =>
  queryOptions({
    queryKey: keys.contact(id),
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/contacts/{id}', { params: { path: { id } }, signal })),
  });

export const contactTicketsQuery = (contactId: string) =>
  infiniteQueryOptions({
    queryKey: keys.contactTickets(contactId),
    queryFn: ({ pageParam, signal }): Promise<TicketPage> =>
      answerOf(
        api.GET('/api/v1/tickets', {
          params: { query: pageParam === null ? { contactId, limit: 10 } : { contactId, limit: 10, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

export const tagsQuery = (clientId: string) =>
  queryOptions({
    queryKey: keys.tags(clientId),
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/tags', { params: { query: { clientId, limit: 200 } }, signal })),
  });

export const colleaguesQuery = (clientId: string) =>
  queryOptions({
    queryKey: keys.colleagues(clientId),
    staleTime: 5 * 60_000,
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/colleagues', { params: { query: { clientId } }, signal })),
  });

/** What skills are called; an offer names them by key. */
export const skillsQuery = queryOptions({
  queryKey: keys.skills,
  staleTime: 5 * 60_000,
  queryFn: ({ signal }) => whole((cursor) => answerOf(api.GET('/api/v1/skills', { params: { query: { limit: 200, cursor } }, signal }))),
});

export const mentionsQuery = queryOptions({
  queryKey: keys.mentions,
  queryFn: ({ signal }) => answerOf(api.GET('/api/v1/mentions', { params: { query: { limit: 20 } }, signal })),
});

export const dayQuery = queryOptions({
  queryKey: keys.day,
  staleTime: 0,
  queryFn: ({ signal }) => answerOf(api.GET('/api/v1/agents/me/day', { params: { query: { timeZone: ownZone() } }, signal })),
});

export const agentsQuery = queryOptions({
  queryKey: keys.agents,
  // Their states change by the second and are shown when choosing.
  staleTime: 0,
  queryFn: ({ signal }) => whole((cursor) => answerOf(api.GET('/api/v1/agents', { params: { query: { limit: 200, cursor } }, signal }))),
});

/** What the customer said of each of its ends. */
export const satisfactionQuery = (ticketId: string) =>
  queryOptions({
    queryKey: keys.satisfaction(ticketId),
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/tickets/{id}/satisfaction', { params: { path: { id: ticketId } }, signal })),
  });
