import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Board } from '@/shared/api/types';
import { clockText } from '@/shared/ui/duration';
import { useNow } from '@/shared/ui/use-now';
import classes from './live.module.css';
import { Panel } from './panel';

interface QueuesProps {
  board: Board;
  /** The queue whose work alone is shown. */
  picked: string | null;
  pick: (queueId: string | null) => void;
}

export function QueuesTable({ board, picked, pick }: QueuesProps) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const { since, timeZone } = board.day;
  const begun = new Intl.DateTimeFormat(i18n.language, { timeStyle: 'short', timeZone }).format(new Date(since));
  return (
    <Panel
      title={t('live.queues')}
      count={board.queues.length}
      empty={t('live.noQueues')}
      note={t('live.figures', { time: begun, zone: timeZone })}
    >
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('live.queue')}</Table.Th>
            <Table.Th>{t('live.waiting')}</Table.Th>
            <Table.Th>{t('live.offered')}</Table.Th>
            <Table.Th>{t('live.longest')}</Table.Th>
            <Table.Th>{t('live.serving')}</Table.Th>
            <Table.Th>{t('live.answered')}</Table.Th>
            <Table.Th>{t('live.abandoned')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {board.queues.map((queue) => (
            <Table.Tr key={queue.queueId} data-picked={queue.queueId === picked || undefined}>
              <Table.Td>
                <button
                  type="button"
                  className={classes.pick}
                  aria-pressed={queue.queueId === picked}
                  title={t('live.pick', { queue: queue.name })}
                  onClick={() => { pick(queue.queueId === picked ? null : queue.queueId); }}
                >
                  {queue.name}
                </button>
              </Table.Td>
              <Table.Td>{queue.waiting}</Table.Td>
              <Table.Td>{queue.offered}</Table.Td>
              {/* Counted on from the instant, because waiting longer is no news. */}
              <Table.Td>{queue.waitingSince ? clockText(now - Date.parse(queue.waitingSince)) : '–'}</Table.Td>
              <Table.Td>{queue.serving}</Table.Td>
              <Table.Td>{queue.answered}</Table.Td>
              <Table.Td>{queue.abandoned}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}
