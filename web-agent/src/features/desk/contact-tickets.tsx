import { Button, Text, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '@/shared/api/types';
import { momentText } from '@/shared/ui/duration';
import { Failed, Loading } from '@/shared/ui/states';
import { useNow } from '@/shared/ui/use-now';
import classes from './details.module.css';
import { contactTicketsQuery } from './queries';
import { useDispositionLabel } from './use-disposition-label';

/** The same customer's other tickets, the newest first. */
export function ContactTickets({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(contactTicketsQuery(ticket.contact.id));
  const others = (query.data?.pages ?? []).flatMap((page) => page.items).filter((other) => other.id !== ticket.id);
  return (
    <section aria-labelledby="contact-tickets">
      <Title order={2} size="h6" id="contact-tickets">
        {t('contact.history')}
      </Title>
      {query.isPending && <Loading label={t('contact.historyLoading')} />}
      {query.isError && <Failed title={t('contact.historyFailed')} error={query.error} retry={() => void query.refetch()} />}
      {query.data && others.length === 0 && !query.hasNextPage && (
        <Text size="sm" c="dimmed" mt={4}>
          {t('contact.noHistory')}
        </Text>
      )}
      <ul className={classes.earlier}>
        {others.map((other) => (
          <li key={other.id}>
            <Earlier ticket={other} />
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button variant="subtle" size="xs" mt={4} loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('contact.historyMore')}
        </Button>
      )}
    </section>
  );
}

function Earlier({ ticket }: { ticket: Ticket }) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const disposition = useDispositionLabel(ticket);
  return (
    <Link to="/tickets/$ticketId" params={{ ticketId: ticket.id }} className={classes.earlierLink}>
      <span className={classes.earlierSubject}>{ticket.subject}</span>
      <span className={classes.earlierFoot}>
        <span>{disposition ?? t(`status.${ticket.status}`)}</span>
        <time dateTime={ticket.createdAt}>{momentText(ticket.createdAt, now, i18n.language)}</time>
      </span>
    </Link>
  );
}
