import { queryOptions, useQuery } from '@tanstack/react-query';
import { answerOf, api, keepAntiforgeryOf } from './client';
import { ApiProblem } from './problem';
import { keys } from './query-client';
import type { Permission, Session } from './types';

/** The present session, or null when nobody is signed in. */
export const sessionQuery = queryOptions({
  queryKey: keys.session,
  staleTime: 60_000,
  queryFn: async ({ signal }): Promise<Session | null> => {
    try {
      const session = await answerOf(api.GET('/api/v1/session', { signal }));
      keepAntiforgeryOf(session);
      return session;
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return null;
      throw error;
    }
  },
});

/** The session of a screen that is shown to signed-in people only. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery);
  if (!data) throw new Error('This screen needs a session.');
  return data;
}

export function may(session: Session, permission: Permission): boolean {
  return session.permissions.includes(permission);
}
