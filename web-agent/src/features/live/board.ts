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
    data: boards.length > 0 && boards.length === results.length ? merged(boards) : undefined,
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

/** So many tickets of each client at most the board lists, the oldest; its queues count all. */
const mostListed = 200;

/** How many there are of what the rows list, for the queues that are shown. */
export function countOf(rows: readonly { clientId: string }[], all: readonly { clientId: string }[], counted: readonly number[]): number {
  const perClient = new Map<string, number>();
  for (const { clientId } of all) perClient.set(clientId, (perClient.get(clientId) ?? 0) + 1);
  const isCut = [...perClient.values()].some((count) => count >= mostListed);
  return isCut ? Math.max(rows.length, counted.reduce((sum, count) => sum + count, 0)) : rows.length;
}
