import { queryOptions, useQuery } from '@tanstack/react-query';
import { answerOf, api } from './client';
import { keys } from './query-client';

export const breakReasonsQuery = queryOptions({
  queryKey: keys.breakReasons,
  staleTime: 5 * 60_000,
  queryFn: ({ signal }) => answerOf(api.GET('/api/v1/break-reasons', { params: { query: { limit: 200 } }, signal })),
});

/** A state carries its reason's key; people read the label. */
export function useBreakLabel(): (key: string) => string {
  const { data } = useQuery(breakReasonsQuery);
  return (key) => data?.items.find((reason) => reason.key === key)?.label ?? key;
}
