import { queryOptions, type UseQueryResult } from '@tanstack/react-query';
import { answerOf, api } from '@/shared/api/client';
import { keys } from '@/shared/api/query-client';
import type { Board } from '@/shared/api/types';

/** One client's board: the hub sends news of it as the same whole snapshot. */
export const boardQuery = (clientId: string) =>
  queryOptions({
    queryKey: keys.board(clientId),
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/board', { params: { query: { clientId } }, signal })),
  });

export interface Boards {
  data: Board | undefined;
  isPending: boolean;
  error: Error | null;
  retry: () => void;
}

/** The boards of several clients as one. Nothing is shown while a part is unknown: half a board looks like a quiet one. */
export function together(results: UseQueryResult<Board>[]): Boards {
  const boards = results.flatMap((result) => (result.data ? [result.data] : []));
  return {
    data: boards.length === results.length ? merged(boards) : undefined,
    isPending: results.some((result) => result.isPending),
    error: results.find((result) => result.isError && !result.data)?.error ?? null,
    retry: () => {
      for (const result of results) if (result.isError) void result.refetch();
    },
  };
}

/** An agent who serves several clients is on the board of each, as one person. */
export function merged(boards: Board[]): Board {
  const newest = boards.toSorted((a, b) => a.at.localeCompare(b.at));
  return {
    at: newest.at(-1)?.at ?? '',
    day: newest.at(-1)?.day ?? { since: '', timeZone: 'UTC' },
    queues: boards.flatMap((board) => board.queues),
    waiting: boards.flatMap((board) => board.waiting),
    active: boards.flatMap((board) => board.active),
    agents: [...new Map(newest.flatMap((board) => board.agents).map((agent) => [agent.id, agent])).values()],
  };
}
