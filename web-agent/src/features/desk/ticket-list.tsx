import { Badge, Button, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { memo, useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '@/shared/api/types';
import { clockText, spanText } from '@/shared/ui/duration';
import { Empty, Failed, Loading } from '@/shared/ui/states';
import { useNow } from '@/shared/ui/use-now';
import classes from './desk.module.css';
import { customerWaitsSince, inDueOrder } from './due';
import { meQuery, myTicketsQuery } from './queries';
import { Tags } from './tags';

/** So many rows at first, and with each asking for more: what is due next is at the top. */
const step = 50;

export function TicketList({ chosen }: { chosen: string | undefined }) {
  const { t } = useTranslation();
  const tickets = useQuery(myTicketsQuery);
  const { data: me } = useQuery(meQuery);
  const [most, setMost] = useState(step);
  // Typing goes first, whatever arrives.
  const known = useDeferredValue(tickets.data);
  const sorted = useMemo(() => inDueOrder(known ?? []), [known]);
  return (
    <section className={classes.list} aria-labelledby="my-tickets">
      <Title order={chosen === undefined ? 1 : 2} size="h5" id="my-tickets" className={classes.listTitle}>
        {t('tickets.title')}
      </Title>
      {tickets.isPending && <Loading label={t('tickets.loading')} />}
      {tickets.isError && (
        <Failed title={t('tickets.failed')} error={tickets.error} retry={() => void tickets.refetch()} />
      )}
      {tickets.data && sorted.length === 0 && (
        <Empty title={t('tickets.empty')}>
          {me === null ? t('tickets.noAgent') : me?.state === 'ready' ? t('tickets.emptyReady') : t('tickets.emptyNotReady')}
        </Empty>
      )}
      {/* Arrows move between the tickets, as in any list. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <ul className={classes.items} onKeyDown={moveByArrows}>
        {sorted.slice(0, most).map((ticket) => (
          <li key={ticket.id}>
            <Row ticket={ticket} />
          </li>
        ))}
      </ul>
      {sorted.length > most && (
        <Button variant="subtle" size="xs" fullWidth onClick={() => { setMost(most + step); }}>
          {t('tickets.more', { count: sorted.length - most })}
        </Button>
      )}
    </section>
  );
}

const Row = memo(function Row({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const name = ticket.contact.name ?? t('tickets.noName');
  return (
    <Link to="/tickets/$ticketId" params={{ ticketId: ticket.id }} className={classes.row}>
      <span className={classes.rowHead}>
        <span className={classes.rowName}>{name}</span>
        {ticket.unread > 0 && (
          <Badge size="sm" circle={ticket.unread < 10} aria-label={t('tickets.unread', { count: ticket.unread })}>
            {ticket.unread}
          </Badge>
        )}
      </span>
      <Text component="span" size="sm" lineClamp={1} className={classes.rowText}>
        {ticket.lastMessage?.preview ?? ticket.subject}
      </Text>
      <span className={classes.rowFoot}>
        <span>{ticket.clientName}</span>
        <Due ticket={ticket} />
      </span>
      <Tags tags={ticket.tags} />
    </Link>
  );
});

function Due({ ticket }: { ticket: Ticket }) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const waits = customerWaitsSince(ticket);
  if (waits !== null) {
    return <span>{t('tickets.waitingFor', { time: spanText(now - Date.parse(waits), i18n.language) })}</span>;
  }
  if (ticket.status === 'wrap-up' && ticket.wrapUpUntil) {
    return <span>{t('tickets.wrapUpLeft', { time: clockText(Date.parse(ticket.wrapUpUntil) - now) })}</span>;
  }
  return <span>{t(`status.${ticket.status}`)}</span>;
}

function moveByArrows(event: React.KeyboardEvent<HTMLUListElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const links = [...event.currentTarget.querySelectorAll('a')];
  const next = links[links.indexOf(document.activeElement as HTMLAnchorElement) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
