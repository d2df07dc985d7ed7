import { Anchor, Button, Group, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '@/shared/api/client';
import { ApiProblem } from '@/shared/api/problem';
import { keys } from '@/shared/api/query-client';
import { may, useSession } from '@/shared/api/session';
import type { Ticket } from '@/shared/api/types';
import { useCommand } from '@/shared/keys/commands';
import { later } from '@/shared/ui/later';
import { usePageTitle } from '@/shared/ui/page-title';
import { Empty, Failed, Loading } from '@/shared/ui/states';
import { useProblemText } from '@/shared/ui/use-problem-text';
import { applyTicket } from './cache';
import { Composer } from './composer';
import classes from './desk.module.css';
import { MessageLog } from './message-log';
import { followEveryMs, meQuery, ticketQuery } from './queries';
import { Tags } from './tags';
import { TicketNotice } from './ticket-notice';
import { useReadMentions } from './use-read-mentions';

// Beside the talk or opened by a click: the talk itself does not wait for them.
const TicketDetails = later(async () => (await import('./ticket-details')).TicketDetails);
const CloseDialog = later(async () => (await import('./close-dialog')).CloseDialog);
const TransferDialog = later(async () => (await import('./transfer-dialog')).TransferDialog);

export function TicketPage({ ticketId }: { ticketId: string }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const ticket = useQuery({
    ...ticketQuery(ticketId),
    refetchInterval: ({ state }) =>
      state.data && state.data.status !== 'closed' && state.data.agent?.id !== user.id ? followEveryMs : false,
  });
  if (ticket.data) return <Conversation ticket={ticket.data} />;
  if (ticket.error instanceof ApiProblem && ticket.error.status === 404) {
    return (
      <div className={classes.nothing}>
        <Empty title={t('ticket.missing')}>{t('ticket.missingHint')}</Empty>
      </div>
    );
  }
  return (
    <div className={classes.nothing}>
      {ticket.isError ? (
        <Failed title={t('ticket.failed')} error={ticket.error} retry={() => void ticket.refetch()} />
      ) : (
        <Loading label={t('ticket.loading')} />
      )}
    </div>
  );
}

function Conversation({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const session = useSession();
  const works = may(session, 'tickets.work');
  const { data: me } = useQuery({ ...meQuery, enabled: works });
  const name = ticket.contact.name ?? t('tickets.noName');
  usePageTitle(`${name}, ${ticket.clientName}`);
  const mine = me != null && ticket.agent?.id === me.id;
  useReadMentions(ticket.id, works);
  const open = ticket.status === 'assigned' || ticket.status === 'pending';
  return (
    <>
      <section className={classes.conversation} aria-labelledby="ticket-title">
        <header className={classes.head}>
          <Anchor component={Link} to="/tickets" className={classes.back}>
            {t('tickets.back')}
          </Anchor>
          <div className={classes.headText}>
            <Title order={1} size="h4" id="ticket-title">
              {name}
            </Title>
            <Text size="sm" c="dimmed" lineClamp={1}>
              {ticket.subject}
            </Text>
            <Tags tags={ticket.tags} />
          </div>
          {ticket.status !== 'closed' && (mine || may(session, 'tickets.assign')) && (
            <Actions ticket={ticket} mine={mine} />
          )}
        </header>
        <MessageLog ticket={ticket} reads={mine} follows={!mine && ticket.status !== 'closed'} />
        <TicketNotice ticket={ticket} mine={mine} />
        {works && <Composer key={ticket.id} ticket={ticket} canReply={mine && open} />}
      </section>
      <TicketDetails ticket={ticket} works={works} />
    </>
  );
}

/** Supervisors may close and transfer what is not theirs; only the owner ends his contact. */
function Actions({ ticket, mine }: { ticket: Ticket; mine: boolean }) {
  const { t } = useTranslation();
  const [dialog, setDialog] = useState<'close' | 'transfer' | null>(null);
  const queryClient = useQueryClient();
  const problemText = useProblemText();
  const end = useMutation({
    mutationFn: () =>
      answerOf(api.POST('/api/v1/tickets/{id}/end', { params: { path: { id: ticket.id } } })),
    onSuccess: (answer) => {
      applyTicket(queryClient, answer);
      void queryClient.invalidateQueries({ queryKey: keys.me });
    },
    onError: (error) =>
      notifications.show({ color: 'red', title: t('ticket.endFailed'), message: problemText(error) }),
  });
  const done = () => { setDialog(null); };
  const talks = ticket.status === 'assigned';
  useCommand('transfer', talks ? () => { setDialog('transfer'); } : null);
  useCommand('end', mine && talks && !end.isPending ? () => { end.mutate(); } : null);
  useCommand('close', () => { setDialog('close'); });
  return (
    <Group gap="xs" role="group" aria-label={t('ticket.actions')}>
      {talks && (
        <Button variant="default" size="sm" onClick={() => { setDialog('transfer'); }}>
          {t('ticket.transfer')}
        </Button>
      )}
      {mine && talks && (
        <Button variant="default" size="sm" loading={end.isPending} onClick={() => { end.mutate(); }}>
          {t('ticket.end')}
        </Button>
      )}
      <Button size="sm" onClick={() => { setDialog('close'); }}>
        {t('ticket.close')}
      </Button>
      <CloseDialog ticket={ticket} opened={dialog === 'close'} done={done} />
      <TransferDialog ticket={ticket} opened={dialog === 'transfer'} done={done} />
    </Group>
  );
}
