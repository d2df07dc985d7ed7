import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '@/shared/api/client';
import { may, useSession } from '@/shared/api/session';
import type { Ticket } from '@/shared/api/types';
import type { Choice } from './palette-choices';

/** A number, or words of the subject; "#" and a word that is no number means the tag. */
function questionOf(asked: string) {
  const tag = /^#(?!\d+$)(.+)$/.exec(asked)?.[1];
  return tag === undefined ? { q: asked, limit: 8 } : { tag, limit: 8 };
}

export function useFoundTickets(asked: string): { choices: Choice[]; searching: boolean; failed: boolean } {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const session = useSession();
  const enabled = asked.length > 1 && may(session, 'tickets.read');
  const query = useQuery({
    queryKey: ['tickets', 'search', asked],
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/tickets', { params: { query: questionOf(asked) }, signal })),
    enabled,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const choices = (enabled ? (query.data?.items ?? []) : []).map((ticket) => ({
    id: ticket.id,
    name: ticketName(ticket, t('tickets.noName')),
    kind: `${t(`status.${ticket.status}`)} · ${ticket.clientName}`,
    run: () => void navigate({ to: '/tickets/$ticketId', params: { ticketId: ticket.id } }),
  }));
  return { choices, searching: enabled && query.isFetching, failed: enabled && query.isError };
}

export function ticketName(ticket: Ticket, nobody: string): string {
  return `${String(ticket.number)} · ${ticket.contact.name ?? nobody}: ${ticket.subject}`;
}
