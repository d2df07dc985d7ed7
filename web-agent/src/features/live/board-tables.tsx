import { Button, Table, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { may, useSession } from '@/shared/api/session';
import { useBreakLabel } from '@/shared/api/break-reasons';
import type { Board } from '@/shared/api/types';
import { clockText, spanText } from '@/shared/ui/duration';
import { useNow } from '@/shared/ui/use-now';
import type { Assignable } from './assign-dialog';
import classes from './live.module.css';

interface BoardProps {
  board: Board;
}

interface AssignProps extends BoardProps {
  assign: (ticket: Assignable) => void;
}

export function WaitingTable({ board, assign }: AssignProps) {
  const { t } = useTranslation();
  const now = useNow();
  const assigns = may(useSession(), 'tickets.assign');
  const rows = board.waiting.toSorted((a, b) => dueOf(a).localeCompare(dueOf(b)));
  return (
    <Panel title={t('live.waiting')} count={rows.length} empty={t('live.noWaiting')}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('live.subject')}</Table.Th>
            <Table.Th>{t('live.queue')}</Table.Th>
            <Table.Th>{t('live.waits')}</Table.Th>
            <Table.Th>{t('live.due')}</Table.Th>
            <Table.Th>{t('live.offeredTo')}</Table.Th>
            {assigns && <Table.Th>{t('live.actions')}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.ticketId}>
              <Table.Td>
                <TicketLink row={row} />
              </Table.Td>
              <Table.Td>{row.queueName}</Table.Td>
              <Table.Td>{clockText(now - Date.parse(row.waitingSince))}</Table.Td>
              <Table.Td>
                {row.deadline && <Due deadline={row.deadline} now={now} />}
              </Table.Td>
              <Table.Td>{row.offeredTo?.name}</Table.Td>
              {assigns && (
                <Table.Td>
                  <AssignButton row={row} assign={assign} />
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}

export function ActiveTable({ board }: BoardProps) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  return (
    <Panel title={t('live.active')} count={board.active.length} empty={t('live.noActive')}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('live.subject')}</Table.Th>
            <Table.Th>{t('live.queue')}</Table.Th>
            <Table.Th>{t('live.agent')}</Table.Th>
            <Table.Th>{t('live.status')}</Table.Th>
            <Table.Th>{t('live.since')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {board.active.map((row) => (
            <Table.Tr key={row.ticketId}>
              <Table.Td>
                <TicketLink row={row} />
              </Table.Td>
              <Table.Td>{row.queueName}</Table.Td>
              <Table.Td>{row.agentName}</Table.Td>
              <Table.Td>{i18n.t(`status.${row.status}` as 'status.assigned')}</Table.Td>
              <Table.Td>{row.assignedAt && spanText(now - Date.parse(row.assignedAt), i18n.language)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}

export function QueuesTable({ board }: BoardProps) {
  const { t } = useTranslation();
  const now = useNow();
  return (
    <Panel title={t('live.queues')} count={board.queues.length} empty={t('live.noQueues')}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('live.queue')}</Table.Th>
            <Table.Th>{t('live.waiting')}</Table.Th>
            <Table.Th>{t('live.offered')}</Table.Th>
            <Table.Th>{t('live.longest')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {board.queues.map((queue) => (
            <Table.Tr key={queue.queueId}>
              <Table.Td>{queue.name}</Table.Td>
              <Table.Td>{queue.waiting}</Table.Td>
              <Table.Td>{queue.offered}</Table.Td>
              <Table.Td>{longestWait(board, queue.queueId, now)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}

const stateOrder = ['ready', 'break', 'offline'];

export function AgentsTable({ board }: BoardProps) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const breakLabel = useBreakLabel();
  const rows = board.agents
    .toSorted((a, b) => stateOrder.indexOf(a.state) - stateOrder.indexOf(b.state) || a.name.localeCompare(b.name));
  return (
    <Panel title={t('live.agents')} count={rows.length} empty={t('live.noAgents')}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('live.agent')}</Table.Th>
            <Table.Th>{t('live.state')}</Table.Th>
            <Table.Th>{t('live.since')}</Table.Th>
            <Table.Th>{t('live.load')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((agent) => (
            <Table.Tr key={agent.id}>
              <Table.Td>{agent.name}</Table.Td>
              <Table.Td>
                {t(`state.${agent.state}`)}
                {agent.state === 'break' && agent.reason ? ` (${breakLabel(agent.reason)})` : ''}
              </Table.Td>
              <Table.Td>{spanText(now - Date.parse(agent.since), i18n.language)}</Table.Td>
              <Table.Td>{agent.load}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}

function Panel({ title, count, empty, children }: { title: string; count: number; empty: string; children: React.ReactNode }) {
  const id = useId();
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <Title order={2} size="h5" id={id} className={classes.panelTitle}>
        {title} <span className={classes.count}>{count}</span>
      </Title>
      {count === 0 ? (
        <Text size="sm" c="dimmed" p="md">
          {empty}
        </Text>
      ) : (
        // A wide table scrolls in its own frame, by keyboard too.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className={classes.scroll} tabIndex={0} role="group" aria-labelledby={id}>
          {children}
        </div>
      )}
    </section>
  );
}

function TicketLink({ row }: { row: { ticketId: string; subject: string; clientName: string } }) {
  return (
    <>
      <Link to="/tickets/$ticketId" params={{ ticketId: row.ticketId }} className={classes.link}>
        {row.subject}
      </Link>
      <Text size="xs" c="dimmed">
        {row.clientName}
      </Text>
    </>
  );
}

function AssignButton({ row, assign }: { row: Assignable; assign: (ticket: Assignable) => void }) {
  const { t } = useTranslation();
  return (
    <Button
      size="xs"
      variant="default"
      aria-label={t('live.assignTicket', { subject: row.subject })}
      onClick={() => { assign({ ticketId: row.ticketId, subject: row.subject }); }}
    >
      {t('live.assign')}
    </Button>
  );
}

function Due({ deadline, now }: { deadline: string; now: number }) {
  const { t } = useTranslation();
  const left = Date.parse(deadline) - now;
  return left < 0 ? (
    <span className={classes.late}>{t('live.overdue', { time: clockText(-left) })}</span>
  ) : (
    <span>{t('live.inTime', { time: clockText(left) })}</span>
  );
}

/** A ticket whose place in the queue is not known yet is due by when it came. */
function dueOf(row: Board['waiting'][number]): string {
  return row.deadline ?? row.waitingSince;
}

/** Counted on from the instant, because waiting longer is no news. */
function longestWait(board: Board, queueId: string, now: number): string {
  const since = board.waiting.filter((row) => row.queueId === queueId).map((row) => Date.parse(row.waitingSince));
  return since.length === 0 ? '' : clockText(now - Math.min(...since));
}
