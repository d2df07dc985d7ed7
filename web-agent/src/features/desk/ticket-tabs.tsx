import { CloseButton } from '@mantine/core';
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '@/shared/api/problem';
import { may, useSession } from '@/shared/api/session';
import type { Ticket } from '@/shared/api/types';
import { useCommand } from '@/shared/keys/commands';
import classes from './desk.module.css';
import { inDueOrder } from './due';
import { beside, closeTab, openTab, useTabs } from './open-tabs';
import { myTicketsQuery, ticketQuery } from './queries';

/** The tickets that are open in this window, and the keys that go from one to the next. */
export function TicketTabs({ chosen }: { chosen: string | undefined }) {
  const { t } = useTranslation();
  const session = useSession();
  const userId = session.user.id;
  const navigate = useNavigate();
  const ids = useTabs(userId);
  const tickets = useQueries({ queries: ids.map((id) => ticketQuery(id)) });
  const queryClient = useQueryClient();
  const works = may(session, 'tickets.work');
  // Only how many: which and in what order is asked when a key is pressed, not at each item of news.
  const { data: mine = 0 } = useQuery({ ...myTicketsQuery, enabled: works, select: (tickets) => tickets.length });

  useEffect(() => {
    if (chosen !== undefined) openTab(userId, chosen);
  }, [userId, chosen]);

  const go = (id: string | undefined) =>
    void (id === undefined ? navigate({ to: '/tickets' }) : navigate({ to: '/tickets/$ticketId', params: { ticketId: id } }));
  const close = (id: string) => {
    closeTab(userId, id);
    if (id === chosen) go(beside(ids.filter((other) => other !== id), undefined, -1));
  };
  // His own tickets that are not open yet come after those that are, what is due next first.
  const goBy = (step: 1 | -1) => {
    const due = inDueOrder(works ? (queryClient.getQueryData(myTicketsQuery.queryKey) ?? []) : []);
    go(beside([...ids, ...due.map((ticket) => ticket.id).filter((id) => !ids.includes(id))], chosen, step));
  };
  const some = ids.length + mine > 0;
  useCommand('next', some ? () => { goBy(1); } : null);
  useCommand('previous', some ? () => { goBy(-1); } : null);
  useCommand('closeTab', chosen === undefined ? null : () => { close(chosen); });

  const shown = ids.flatMap((id, index) => {
    const query = tickets[index];
    // One that he may not see any more has nothing to show.
    return query?.error instanceof ApiProblem && query.error.status === 404 ? [] : [{ id, ticket: query?.data }];
  });
  if (shown.length < 2) return null;
  return (
    <nav className={classes.tabs} aria-label={t('tickets.tabs')}>
      <ul>
        {shown.map(({ id, ticket }) => (
          <li key={id} className={classes.tab} data-current={id === chosen || undefined}>
            <Link to="/tickets/$ticketId" params={{ ticketId: id }}>
              <TabName ticket={ticket} />
            </Link>
            <CloseButton size={24} iconSize={12} aria-label={t('tickets.closeTab', { name: nameOf(ticket, t('tickets.noName')) })} onClick={() => { close(id); }} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

function TabName({ ticket }: { ticket: Ticket | undefined }) {
  const { t } = useTranslation();
  const unread = ticket?.unread ?? 0;
  return (
    <>
      <span className={classes.tabName}>{ticket === undefined ? '…' : (ticket.contact.name ?? t('tickets.noName'))}</span>{' '}
      {ticket && <span>{ticket.number}</span>}
      {unread > 0 && <span className={classes.tabDot} role="img" aria-label={t('tickets.unread', { count: unread })} />}
    </>
  );
}

function nameOf(ticket: Ticket | undefined, nobody: string): string {
  return ticket === undefined ? '…' : `${ticket.contact.name ?? nobody} ${String(ticket.number)}`;
}
