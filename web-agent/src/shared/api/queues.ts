import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from './client';
import { whole } from './every';
import { keys } from './query-client';

/** A client's queues, to choose one from. */
export const queuesQuery = (clientId: string) =>
  queryOptions({
    queryKey: keys.queues(clientId),
    queryFn: ({ signal }) => whole((cursor) => answerOf(api.GET('/api/v1/queues', { params: { query: { clientId, limit: 200, cursor } }, signal }))),
  });
