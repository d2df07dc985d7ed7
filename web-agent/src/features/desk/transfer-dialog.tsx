import { Alert, Button, Group, Modal, SegmentedControl, Select, Stack, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '@/shared/api/client';
import { keys } from '@/shared/api/query-client';
import { queuesQuery } from '@/shared/api/queues';
import { useSession } from '@/shared/api/session';
import type { Ticket } from '@/shared/api/types';
import { Failed, Loading } from '@/shared/ui/states';
import { useProblemText } from '@/shared/ui/use-problem-text';
import { applyTicket } from './cache';
import { useDraft } from './drafts';
import { agentsQuery, meQuery } from './queries';

interface DialogProps {
  ticket: Ticket;
  opened: boolean;
  done: () => void;
}

type Target = 'queue' | 'agent';

export function TransferDialog({ ticket, opened, done }: DialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={done}
      title={t('transfer.title')}
      closeButtonProps={{ 'aria-label': t('common.cancel') }}
    >
      <TransferForm ticket={ticket} done={done} />
    </Modal>
  );
}

function TransferForm({ ticket, done }: Omit<DialogProps, 'opened'>) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { user } = useSession();
  const [to, setTo] = useState<Target>('queue');
  const [chosen, setChosen] = useState<string | null>(null);
  const [missing, setMissing] = useState(false);
  const [note, setNote] = useDraft(user.id, `${ticket.id}.transfer`, 'note');
  const transfer = useMutation({
    mutationFn: (target: string) =>
      answerOf(
        api.POST('/api/v1/tickets/{id}/transfer', {
          params: { path: { id: ticket.id } },
          body: {
            queueId: to === 'queue' ? target : null,
            agentId: to === 'agent' ? target : null,
            note: note.trim() === '' ? null : note.trim(),
          },
        }),
      ),
    onSuccess: (answer) => {
      setNote('');
      applyTicket(queryClient, answer);
      void queryClient.invalidateQueries({ queryKey: keys.me });
      notifications.show({ message: t('transfer.done') });
      done();
      void navigate({ to: '/tickets' });
    },
  });
  const box = useRef<HTMLInputElement>(null);
  const { isPending } = useQuery(queuesQuery(ticket.clientId));
  // The dialog gave the focus away while they were on their way.
  useEffect(() => { box.current?.focus(); }, [isPending]);

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(chosen === null);
        if (chosen !== null) transfer.mutate(chosen);
      }}
    >
      <Stack>
        <SegmentedControl
          aria-label={t('transfer.to')}
          value={to}
          onChange={(value) => {
            setTo(value as Target);
            setChosen(null);
          }}
          data={[
            { value: 'queue', label: t('transfer.queue') },
            { value: 'agent', label: t('transfer.agent') },
          ]}
        />
        <TargetSelect
          key={to}
          ticket={ticket}
          to={to}
          value={chosen}
          onChange={setChosen}
          box={box}
          error={missing && chosen === null ? t('transfer.required') : undefined}
        />
        <Textarea
          label={t('transfer.note')}
          description={t('common.optional')}
          autosize
          minRows={2}
          maxRows={8}
          value={note}
          onChange={(event) => { setNote(event.currentTarget.value); }}
        />
        {transfer.isError && (
          <Alert color="red" title={t('transfer.failed')} role="alert">
            {problemText(transfer.error)}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={done}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={transfer.isPending}>
            {t('transfer.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface TargetSelectProps {
  ticket: Ticket;
  to: Target;
  value: string | null;
  onChange: (value: string | null) => void;
  error: string | undefined;
  box: React.RefObject<HTMLInputElement | null>;
}

function TargetSelect({ ticket, to, value, onChange, error, box }: TargetSelectProps) {
  const { t, i18n } = useTranslation();
  const { data: me } = useQuery(meQuery);
  const queues = useQuery({ ...queuesQuery(ticket.clientId), enabled: to === 'queue' });
  const agents = useQuery({ ...agentsQuery, enabled: to === 'agent' });
  const used = to === 'queue' ? queues : agents;
  if (used.isPending) return <Loading label={t('common.loading')} />;
  if (used.isError) {
    return <Failed title={t('transfer.loadFailed')} error={used.error} retry={() => void used.refetch()} />;
  }
  const data =
    to === 'queue'
      ? (queues.data?.items ?? [])
          .filter((queue) => queue.active && queue.id !== ticket.queueId)
          .map((queue) => ({ value: queue.id, label: queue.name }))
      : (agents.data?.items ?? [])
          .filter((agent) => agent.id !== me?.id)
          .map((agent) => ({
            value: agent.id,
            label: `${agent.name} (${i18n.t(`state.${agent.state}` as 'state.ready')})`,
          }));
  return (
    <Select
      ref={box}
      openOnFocus={false}
      label={to === 'queue' ? t('transfer.pickQueue') : t('transfer.pickAgent')}
      data={data}
      value={value}
      onChange={onChange}
      error={error}
      searchable
      nothingFoundMessage={t('common.none')}
    />
  );
}
