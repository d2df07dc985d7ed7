import { Alert, Button, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '@/shared/api/client';
import { hasCode } from '@/shared/api/problem';
import { keys } from '@/shared/api/query-client';
import type { Board } from '@/shared/api/types';
import { useProblemText } from '@/shared/ui/use-problem-text';

export interface Assignable {
  ticketId: string;
  subject: string;
}

interface AssignProps {
  ticket: Assignable | null;
  agents: Board['agents'];
  done: () => void;
}

export function AssignDialog({ ticket, agents, done }: AssignProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={ticket !== null}
      onClose={done}
      title={t('assign.title')}
      closeButtonProps={{ 'aria-label': t('common.cancel') }}
    >
      {ticket !== null && <AssignForm key={ticket.ticketId} ticket={ticket} agents={agents} done={done} />}
    </Modal>
  );
}

function AssignForm({ ticket, agents, done }: AssignProps & { ticket: Assignable }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const queryClient = useQueryClient();
  const [agentId, setAgentId] = useState<string | null>(null);
  const [missing, setMissing] = useState(false);
  const assign = useMutation({
    mutationFn: (body: { agentId: string; force: boolean }) =>
      answerOf(api.POST('/api/v1/tickets/{id}/assign', { params: { path: { id: ticket.ticketId } }, body })),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: keys.boards });
      void queryClient.invalidateQueries({ queryKey: keys.ticket(ticket.ticketId) });
      done();
    },
  });
  const present = agents.filter((agent) => agent.state !== 'offline');
  // These two a supervisor may overrule.
  const forcible = hasCode(assign.error, 'no_room') || hasCode(assign.error, 'agent_not_ready');
  const data = present.map((agent) => ({
    value: agent.id,
    label: t('assign.option', {
      name: agent.name,
      state: t(`state.${agent.state}`),
      load: agent.load / 100,
    }),
  }));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(agentId === null);
        if (agentId !== null) assign.mutate({ agentId, force: forcible });
      }}
    >
      <Stack>
        <Text size="sm">{ticket.subject}</Text>
        {present.length === 0 && <Alert color="yellow">{t('assign.none')}</Alert>}
        <Select
          label={t('assign.agent')}
          data={data}
          value={agentId}
          onChange={(value) => {
            setAgentId(value);
            assign.reset();
          }}
          error={missing && agentId === null ? t('assign.required') : undefined}
          searchable
          nothingFoundMessage={t('common.none')}
          data-autofocus
        />
        {assign.isError && (
          <Alert color="red" title={t('assign.failed')} role="alert">
            {problemText(assign.error)}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={done}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={assign.isPending}>
            {forcible ? t('assign.force') : t('assign.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
