import { Alert, Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '@/shared/api/client';
import { ApiProblem } from '@/shared/api/problem';
import { keys } from '@/shared/api/query-client';
import type { Ticket } from '@/shared/api/types';
import { Failed, Loading } from '@/shared/ui/states';
import { useProblemText } from '@/shared/ui/use-problem-text';
import { applyTicket } from './cache';
import { useOutgoing } from './desk-context';
import { dispositionsQuery } from './queries';

interface DialogProps {
  ticket: Ticket;
  opened: boolean;
  done: () => void;
}

export function CloseDialog({ ticket, opened, done }: DialogProps) {
  const { t } = useTranslation();
  return (
    <Modal opened={opened} onClose={done} title={t('close.title')} closeButtonProps={{ 'aria-label': t('common.cancel') }}>
      <CloseForm ticket={ticket} done={done} />
    </Modal>
  );
}

function CloseForm({ ticket, done }: Omit<DialogProps, 'opened'>) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const queryClient = useQueryClient();
  const dispositions = useQuery(dispositionsQuery(ticket.clientId));
  const unsent = useOutgoing(ticket.id).length > 0;
  const [chosen, setChosen] = useState('');
  const [missing, setMissing] = useState(false);
  const close = useMutation({
    mutationFn: (disposition: string) =>
      answerOf(api.POST('/api/v1/tickets/{id}/close', { params: { path: { id: ticket.id } }, body: { disposition } })),
    onSuccess: (answer) => {
      applyTicket(queryClient, answer);
      void queryClient.invalidateQueries({ queryKey: keys.me });
      done();
    },
  });

  const first = useRef<HTMLInputElement>(null);
  // The dialog gave the focus away while they were on their way.
  useEffect(() => { first.current?.focus(); }, [dispositions.isPending]);

  if (dispositions.isPending) return <Loading label={t('close.loading')} />;
  if (dispositions.isError) {
    return <Failed title={t('close.loadFailed')} error={dispositions.error} retry={() => void dispositions.refetch()} />;
  }
  const choices = dispositions.data.items.filter((disposition) => disposition.active);
  if (choices.length === 0) return <Text>{t('close.none')}</Text>;
  const fieldError = close.error instanceof ApiProblem ? close.error.errors.disposition?.join(' ') : undefined;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(chosen === '');
        if (chosen !== '') close.mutate(chosen);
      }}
    >
      <Stack>
        {unsent && <Alert color="yellow">{t('close.unsent')}</Alert>}
        <Radio.Group
          label={t('close.disposition')}
          value={chosen}
          onChange={setChosen}
          error={missing && chosen === '' ? t('close.required') : fieldError}
        >
          <Stack gap="xs" mt="xs">
            {choices.map((disposition, index) => (
              <Radio
                key={disposition.id}
                value={disposition.id}
                label={disposition.label}
                data-autofocus={index === 0 || undefined}
                ref={index === 0 ? first : undefined}
              />
            ))}
          </Stack>
        </Radio.Group>
        {close.isError && fieldError === undefined && (
          <Alert color="red" title={t('close.failed')} role="alert">
            {problemText(close.error)}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={done}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={close.isPending}>
            {t('close.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
