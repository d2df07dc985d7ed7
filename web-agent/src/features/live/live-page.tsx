import { Alert, Button, Group, Select, Text, Title } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/shared/api/session';
import type { Board } from '@/shared/api/types';
import { usePageTitle } from '@/shared/ui/page-title';
import { Empty, Failed, Loading } from '@/shared/ui/states';
import { AssignDialog, type Assignable } from './assign-dialog';
import { AgentsTable } from './agents-table';
import { boardQuery, countOf, together } from './board';
import { ActiveTable, WaitingTable } from './board-tables';
import classes from './live.module.css';
import { MoveDialog, type Movable } from './move-dialog';
import { QueuesTable } from './queues-table';
import { SatisfactionTable } from './satisfaction-table';
import { StateDialog } from './state-dialog';
import { useBoardFeed } from './use-board-feed';

export function LivePage() {
  const { t } = useTranslation();
  usePageTitle(t('live.title'));
  const { clients } = useSession();
  const status = useBoardFeed();
  const [clientId, setClientId] = useState<string | null>(null);
  const shown = clients.filter((client) => clientId === null || client.id === clientId);
  const board = useQueries({ queries: shown.map((client) => boardQuery(client.id)), combine: together });
  return (
    <div className={classes.page}>
      <Group justify="space-between" align="center" mb="md">
        <Title order={1} size="h3">
          {t('live.title')}
        </Title>
        {clients.length > 1 && (
          <Select
            aria-label={t('live.client')}
            placeholder={t('common.all')}
            data={clients.map((client) => ({ value: client.id, label: client.name }))}
            value={clientId}
            onChange={setClientId}
            clearable
            w={220}
          />
        )}
      </Group>
      <div role="status">{status === 'reconnecting' && <Alert color="yellow">{t('feed.reconnecting')}</Alert>}</div>
      {clients.length === 0 && <Empty title={t('live.noClients')}>{t('live.noClientsHint')}</Empty>}
      {board.isPending && <Loading label={t('live.loading')} />}
      {board.error !== null && <Failed title={t('live.failed')} error={board.error} retry={board.retry} />}
      {board.data && <BoardView board={board.data} />}
      <SatisfactionTable clientId={clientId} />
    </div>
  );
}

function BoardView({ board }: { board: Board }) {
  const { t, i18n } = useTranslation();
  const [assigning, setAssigning] = useState<Assignable | null>(null);
  const [moving, setMoving] = useState<Movable | null>(null);
  const [changing, setChanging] = useState<string | null>(null);
  const [picked, setPicked] = useState<string | null>(null);
  const time = new Intl.DateTimeFormat(i18n.language, { timeStyle: 'medium' }).format(new Date(board.at));
  const queue = board.queues.find((one) => one.queueId === picked);
  const shown = queue ? ofQueue(board, queue.queueId) : board;
  return (
    <>
      <div role="status">
        {queue && (
          <Group gap="xs" mb="sm">
            <Text size="sm">{t('live.only', { queue: queue.name })}</Text>
            <Button size="xs" variant="default" onClick={() => { setPicked(null); }}>
              {t('live.allQueues')}
            </Button>
          </Group>
        )}
      </div>
      <div className={classes.tables}>
        <WaitingTable board={shown} count={countOf(shown.waiting, board.waiting, shown.queues.map((one) => one.waiting))} assign={setAssigning} move={setMoving} />
        <ActiveTable board={shown} count={countOf(shown.active, board.active, shown.queues.map((one) => one.serving))} />
        <QueuesTable board={board} picked={picked} pick={setPicked} />
        <AgentsTable board={board} change={setChanging} />
      </div>
      <Text size="xs" c="dimmed" mt="sm">
        {t('live.at', { time })}
      </Text>
      <AssignDialog ticket={assigning} agents={board.agents} done={() => { setAssigning(null); }} />
      <MoveDialog ticket={moving} done={() => { setMoving(null); }} />
      <StateDialog agentId={changing} agents={board.agents} done={() => { setChanging(null); }} />
    </>
  );
}

/** The work of one queue alone. */
function ofQueue(board: Board, queueId: string): Board {
  return {
    ...board,
    queues: board.queues.filter((row) => row.queueId === queueId),
    waiting: board.waiting.filter((row) => row.queueId === queueId),
    active: board.active.filter((row) => row.queueId === queueId),
  };
}
