import { Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '@/shared/api/types';
import { momentText } from '@/shared/ui/duration';
import { useNow } from '@/shared/ui/use-now';
import classes from './desk.module.css';
import { useDispositionLabel } from './use-disposition-label';

export function TicketDetails({ ticket }: { ticket: Ticket }) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const disposition = useDispositionLabel(ticket);
  const facts: [string, string | null | undefined][] = [
    [t('ticket.status'), t(`status.${ticket.status}`)],
    [t('ticket.client'), ticket.clientName],
    [t('ticket.queue'), ticket.queueName],
    [t('ticket.agent'), ticket.agent?.name],
    [t('ticket.contact'), ticket.contact.name],
    [t('ticket.email'), ticket.contact.email],
    [t('ticket.language'), languageName(ticket.contact.language, i18n.language)],
    [t('ticket.opened'), momentText(ticket.createdAt, now, i18n.language)],
    [t('ticket.disposition'), disposition],
  ];
  return (
    <aside className={classes.details} aria-labelledby="ticket-details">
      <Title order={2} size="h6" id="ticket-details">
        {t('ticket.number', { number: ticket.number })}
      </Title>
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
      {ticket.abandoned && <p className={classes.fine}>{t('ticket.abandoned')}</p>}
    </aside>
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
