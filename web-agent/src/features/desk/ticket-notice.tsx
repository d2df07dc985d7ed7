import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '@/shared/api/types';
import { clockText } from '@/shared/ui/duration';
import { useNow } from '@/shared/ui/use-now';
import classes from './desk.module.css';
import { useDispositionLabel } from './use-disposition-label';

/** Why the conversation cannot simply be continued, if so. */
export function TicketNotice({ ticket, mine }: { ticket: Ticket; mine: boolean }) {
  const { t } = useTranslation();
  const disposition = useDispositionLabel(ticket);
  const text = (() => {
    if (ticket.status === 'closed') {
      return disposition === null ? t('ticket.closed') : t('ticket.closedAs', { disposition });
    }
    if (mine) return null;
    return ticket.agent ? t('ticket.notYours', { agent: ticket.agent.name }) : t('ticket.noAgent');
  })();
  if (text !== null) {
    return (
      <Text size="sm" className={classes.notice} role="status">
        {text}
      </Text>
    );
  }
  return ticket.status === 'wrap-up' && ticket.wrapUpUntil ? <WrapUp until={ticket.wrapUpUntil} /> : null;
}

function WrapUp({ until }: { until: string }) {
  const { t } = useTranslation();
  const left = Date.parse(until) - useNow();
  return (
    <Text size="sm" className={classes.notice}>
      {left > 0 ? t('ticket.wrapUp', { time: clockText(left) }) : t('ticket.wrapUpOver')}
    </Text>
  );
}
