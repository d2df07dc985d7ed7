import { Alert, Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { breakReasonsQuery } from '@/shared/api/break-reasons';
import { answerOf, api } from '@/shared/api/client';
import { keys } from '@/shared/api/query-client';
import type { AgentState, Board } from '@/shared/api/types';
import { spanText } from '@/shared/ui/duration';
import { Failed, Loading } from '@/shared/ui/states';
import { useNow } from '@/shared/ui/use-now';
import { useProblemText } from '@/shared/ui/use-problem-text';
import { useStateText } from './use-state-text';

interface StateProps {
  agentId: string | null;
  agents: Board['agents'];
  done: () => void;
}

/** Puts an agent into another state, on the picture of him that the board shows at that moment. */
export function StateDialog({ agentId, agents, done }: StateProps) {
  const { t } = useTranslation();
  const agent = agents.find((one) => one.id === agentId);
  return (
    <Modal
      opened={agentId !== null}
      onClose={done}
      title={t('force.title')}
      closeButtonProps={{ 'aria-label': t('common.cancel') }}
    >
      {agentId !== null && (agent ? <StateForm key={agentId} agent={agent} done={done} /> : <Alert color="yellow">{t('force.gone')}</Alert>)}
    </Modal>
  );
}

function StateForm({ agent, done }: { agent: Board['agents'][number]; done: () => void }) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const problemText = useProblemText();
  const queryClient = useQueryClient();
  const stateText = useStateText();
  const reasons = useQuery(breakReasonsQuery);
  const [choice, setChoice] = useState<string | null>(null);
  const [missing, setMissing] = useState(false);
  const force = useMutation({
    mutationFn: (body: { state: AgentState; reason: string | null; version: number }) =>
      answerOf(api.PUT('/api/v1/agents/{id}/state', { params: { path: { id: agent.id } }, body })),
    onSuccess: done,
    onSettled: () => void queryClient.invalidateQueries({ queryKey: keys.boards }),
  });
  if (reasons.isPending) return <Loading label={t('common.loading')} />;
  if (reasons.isError) return <Failed title={t('force.loadFailed')} error={reasons.error} retry={() => void reasons.refetch()} />;
  const breaks = reasons.data.items.filter((reason) => reason.active && !reason.system);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(choice === null);
        if (choice === null) return;
        const [state = 'ready', reason = null] = choice.split(':') as [AgentState, string?];
        force.mutate({ state, reason, version: agent.version });
      }}
    >
      <Stack>
        <Text size="sm" role="status">
          {t('force.now', { name: agent.name, state: stateText(agent), time: spanText(now - Date.parse(agent.since), i18n.language), load: agent.load / 100 })}
        </Text>
        <Radio.Group
          label={t('force.to')}
          value={choice}
          onChange={(value) => {
            setChoice(value);
            force.reset();
          }}
          error={missing && choice === null ? t('force.required') : undefined}
        >
          <Stack gap="xs" mt="xs">
            {agent.state !== 'ready' && <Radio value="ready" label={t('state.ready')} />}
            {breaks
              .filter((reason) => agent.state !== 'break' || agent.reason !== reason.key)
              .map((reason) => (
                <Radio key={reason.id} value={`break:${reason.key}`} label={t('state.breakWith', { reason: reason.label })} />
              ))}
            <Radio value="offline" label={t('state.offline')} />
          </Stack>
        </Radio.Group>
        <Text size="xs" c="dimmed">
          {choice === 'offline' ? t('force.offlineMeans') : t('force.means')}
        </Text>
        {force.isError && (
          <Alert color="red" title={t('force.failed')} role="alert">
            {problemText(force.error)}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={done}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={force.isPending}>
            {t('force.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
