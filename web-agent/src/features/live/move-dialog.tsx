import { Alert, Button, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '@/shared/api/client';
import { keys } from '@/shared/api/query-client';
import { queuesQuery } from '@/shared/api/queues';
import { Failed, Loading } from '@/shared/ui/states';
import { useProblemText } from '@/shared/ui/use-problem-text';

export interface Movable {
  ticketId: string;
  clientId: string;
  queueId: string;
  queueName: string;
  subject: string;
}

interface MoveProps {
  ticket: Movable | null;
  done: () => void;
}

export function MoveDialog({ ticket, done }: MoveProps) {
  const { t } = useTranslation();
  return (
    <Modal opened={ticket !== null} onClose={done} title={t('move.title')} closeButtonProps={{ 'aria-label': t('common.cancel') }}>
      {ticket !== null && <MoveForm key={ticket.ticketId} ticket={ticket} done={done} />}
    </Modal>
  );
}

function MoveForm({ ticket, done }: { ticket: Movable; done: () => void }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const queryClient = useQueryClient();
  const [queueId, setQueueId] = useState<string | null>(null);
  const [missing, setMissing] = useState(false);
  const queues = useQuery(queuesQuery(ticket.clientId));
  const move = useMutation({
    mutationFn: (target: string) =>
      answerOf(api.POST('/api/v1/tickets/{id}/transfer', { params: { path: { id: ticket.ticketId } }, body: { queueId: target } })),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: keys.boards });
      void queryClient.invalidateQueries({ queryKey: keys.ticket(ticket.ticketId) });
      done();
    },
  });
  if (queues.isPending) return <Loading label={t('common.loading')} />;
  if (queues.isError) return <Failed title={t('transfer.loadFailed')} error={queues.error} retry={() => void queues.refetch()} />;
  const others = queues.data.items.filter((queue) => queue.active && queue.id !== ticket.queueId);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(queueId === null);
        if (queueId !== null) move.mutate(queueId);
      }}
    >
      <Stack>
        <Text size="sm">{t('move.from', { subject: ticket.subject, queue: ticket.queueName })}</Text>
        {others.length === 0 && <Alert color="yellow">{t('move.none')}</Alert>}
        <Select
          label={t('transfer.pickQueue')}
          data={others.map((queue) => ({ value: queue.id, label: queue.name }))}
          value={queueId}
          onChange={(value) => {
            setQueueId(value);
            move.reset();
          }}
          error={missing && queueId === null ? t('transfer.required') : undefined}
          searchable
          nothingFoundMessage={t('common.none')}
          data-autofocus
        />
        {move.isError && (
          <Alert color="red" title={t('move.failed')} role="alert">
            {problemText(move.error)}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={done}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={move.isPending}>
            {t('move.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
