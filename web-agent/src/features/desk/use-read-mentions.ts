import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { answerOf, api } from '@/shared/api/client';
import { keys } from '@/shared/api/query-client';
import { mentionsQuery } from './queries';

/** Whoever opens the ticket has read what named him there. */
export function useReadMentions(ticketId: string, works: boolean): void {
  const queryClient = useQueryClient();
  const { data } = useQuery({ ...mentionsQuery, enabled: works });
  const asked = useRef<string | null>(null);
  const unread = (data?.items ?? []).filter((mention) => !mention.read);
  // More of them than the list holds may be of this ticket as well.
  const here = unread.find((mention) => mention.ticketId === ticketId)?.id ?? ((data?.unread ?? 0) > unread.length ? 'older' : null);
  useEffect(() => {
    if (here === null || asked.current === here) return;
    asked.current = here;
    answerOf(api.POST('/api/v1/tickets/{id}/mentions/read', { params: { path: { id: ticketId } } }))
      .then(() => queryClient.invalidateQueries({ queryKey: keys.mentions }))
      .catch(() => {
        // They stay unread, and the next look at the list tries again.
        asked.current = null;
      });
  }, [here, ticketId, queryClient]);
}
