import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { may, useSession } from '@/shared/api/session';
import type { Ticket } from '@/shared/api/types';
import { momentText } from '@/shared/ui/duration';
import { Loading } from '@/shared/ui/states';
import { useNow } from '@/shared/ui/use-now';
import { zoneName, zoneTime } from '@/shared/ui/zone-time';
import { ContactTickets } from './contact-tickets';
import classes from './details.module.css';
import { contactQuery, satisfactionQuery } from './queries';
import { TagEditor } from './tag-editor';
import { useDispositionLabel } from './use-disposition-label';

// For supervisors only: an agent's first load goes without it.
const RoutingPanel = lazy(() => import('./routing-panel').then((part) => ({ default: part.RoutingPanel })));

/** Beside the talk: who the customer is, what is known of the ticket, and what was before. */
export function TicketDetails({ ticket, works }: { ticket: Ticket; works: boolean }) {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <aside className={classes.details} aria-label={t('ticket.details')}>
      <Who ticket={ticket} />
      <TagEditor ticket={ticket} works={works} />
      <What ticket={ticket} />
      {may(session, 'tickets.assign') && (
        <Suspense fallback={<Loading label={t('routing.loading')} />}>
          <RoutingPanel ticket={ticket} />
        </Suspense>
      )}
      <ContactTickets ticket={ticket} />
    </aside>
  );
}

type Fact = [name: string, value: string | null | undefined];

function Who({ ticket }: { ticket: Ticket }) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const { contact } = ticket;
  const card = useQuery(contactQuery(contact.id));
  const there = contact.timeZone ? zoneTime(now, contact.timeZone, i18n.language) : null;
  // A chat is known by the browser it came from, which tells nobody anything.
  const addresses = (card.data?.addresses ?? []).filter((known) => known.channel !== 'chat' && known.address !== contact.email);
  const facts: Fact[] = [
    [t('contact.name'), contact.name],
    [t('ticket.client'), ticket.clientName],
    [t('ticket.email'), contact.email],
    ...addresses.map(({ channel, address }): Fact => [channel, address]),
    [t('ticket.language'), languageName(contact.language, i18n.language)],
    [t('contact.localTime'), there],
    [t('contact.timeZone'), contact.timeZone ? zoneName(now, contact.timeZone, i18n.language) : null],
    [t('contact.known'), card.data ? momentText(card.data.createdAt, now, i18n.language) : null],
  ];
  return (
    <section aria-labelledby="contact-title">
      <Title order={2} size="h6" id="contact-title">
        {t('contact.title')}
      </Title>
      <Facts facts={facts} />
    </section>
  );
}

function What({ ticket }: { ticket: Ticket }) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const disposition = useDispositionLabel(ticket);
  const said = useQuery(satisfactionQuery(ticket.id)).data?.items.at(-1);
  const facts: Fact[] = [
    [t('ticket.status'), t(`status.${ticket.status}`)],
    [t('ticket.queue'), ticket.queueName],
    [t('ticket.agent'), ticket.agent?.name],
    [t('ticket.opened'), momentText(ticket.createdAt, now, i18n.language)],
    [t('ticket.disposition'), disposition],
    [t('ticket.satisfaction'), said ? t('ticket.scoreOf', { score: said.score, best: 5 }) : null],
    [t('ticket.comment'), said?.comment],
  ];
  return (
    <section aria-labelledby="ticket-details">
      <Title order={2} size="h6" id="ticket-details">
        {t('ticket.number', { number: ticket.number })}
      </Title>
      <Facts facts={facts} />
      {ticket.abandoned && <p className={classes.fine}>{t('ticket.abandoned')}</p>}
    </section>
  );
}

function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) =>
        value ? (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

function languageName(code: string | null | undefined, locale: string): string | null {
  if (!code) return null;
  try {
    return new Intl.DisplayNames([locale], { type: 'language' }).of(code) ?? code;
  } catch {
    // Not a language tag: what the customer's page sent is shown as it is.
    return code;
  }
}
