import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '@/shared/api/client';
import { keys } from '@/shared/api/query-client';
import type { Board } from '@/shared/api/types';

export const boardQuery = queryOptions({
  queryKey: keys.board,
  queryFn: ({ signal }) => answerOf(api.GET('/api/v1/board', { params: { query: {} }, signal })),
});

/** News of one client's part: that part is replaced whole, the other clients' stay; agents are shared by all. */
export function withSnapshot(known: Board, clientId: string, news: Board): Board {
  const others = <T extends { clientId: string }>(items: T[]) => items.filter((item) => item.clientId !== clientId);
  const told = new Set(news.agents.map((agent) => agent.id));
  return {
    at: news.at > known.at ? news.at : known.at,
    queues: [...others(known.queues), ...news.queues.filter((item) => item.clientId === clientId)],
    waiting: [...others(known.waiting), ...news.waiting.filter((item) => item.clientId === clientId)],
    active: [...others(known.active), ...news.active.filter((item) => item.clientId === clientId)],
    agents: [...known.agents.filter((agent) => !told.has(agent.id)), ...news.agents],
  };
}

/** One client's part of the board; every agent may serve it. */
export function onlyClient(board: Board, clientId: string | null): Board {
  if (clientId === null) return board;
  const own = <T extends { clientId: string }>(items: T[]) => items.filter((item) => item.clientId === clientId);
  return { ...board, queues: own(board.queues), waiting: own(board.waiting), active: own(board.active) };
}
