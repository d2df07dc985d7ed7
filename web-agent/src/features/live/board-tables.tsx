import { Button, Group, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { may, useSession } from '@/shared/api/session';
import type { Board } from '@/shared/api/types';
import { bandText, clockText, spanText } from '@/shared/ui/duration';
import { useNow } from '@/shared/ui/use-now';
import type { Assignable } from './assign-dialog';
import classes from './live.module.css';
import type { Movable } from './move-dialog';
import { Panel } from './panel';

interface BoardProps {
  board: Board;
  /** How many there are; more than are listed, at times. */
  count: number;
}

interface WaitingProps extends BoardProps {
  assign: (ticket: Assignable) => void;
  move: (ticket: Movable) => void;
}

export function WaitingTable({ board, count, assign, move }: WaitingProps) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const assigns = may(useSession(), 'tickets.assign');
  const rows = board.waiting.toSorted((a, b) => dueOf(a).localeCompare(dueOf(b)));
  return (
    <Panel title={t('live.waiting')} count={count} empty={t('live.noWaiting')} note={count > rows.length ? t('live.oldest') : undefined}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('live.subject')}</Table.Th>
            <Table.Th>{t('live.waits')}</Table.Th>
            <Table.Th>{t('live.due')}</Table.Th>
            <Table.Th>{t('live.expected')}</Table.Th>
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
              <Table.Td>{clockText(now - Date.parse(row.waitingSince))}</Table.Td>
              <Table.Td>
                {row.deadline ? <Due deadline={row.deadline} now={now} /> : '–'}
              </Table.Td>
              <Table.Td>{row.expectedWait ? bandText(row.expectedWait, i18n.language) : '–'}</Table.Td>
              <Table.Td>{row.offeredTo ? askedText(row.offeredTo, i18n.language) : '–'}</Table.Td>
              {assigns && (
                <Table.Td>
                  <Group gap="xs" wrap="nowrap">
                    <RowButton label={t('live.assign')} says={t('live.assignTicket', { subject: row.subject })} onClick={() => { assign(row); }} />
                    <RowButton label={t('live.move')} says={t('live.moveTicket', { subject: row.subject })} onClick={() => { move(row); }} />
                  </Group>
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}

export function ActiveTable({ board, count }: BoardProps) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  return (
    <Panel title={t('live.active')} count={count} empty={t('live.noActive')} note={count > board.active.length ? t('live.oldest') : undefined}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('live.subject')}</Table.Th>
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

function TicketLink({ row }: { row: { ticketId: string; subject: string; clientName: string; queueName: string } }) {
  return (
    <>
      <Link to="/tickets/$ticketId" params={{ ticketId: row.ticketId }} className={`${classes.link} ${classes.subject}`}>
        {row.subject}
      </Link>
      <Text size="xs" c="dimmed">
        {`${row.clientName} · ${row.queueName}`}
      </Text>
    </>
  );
}

function RowButton({ label, says, onClick }: { label: string; says: string; onClick: () => void }) {
  return (
    <Button size="compact-sm" fz="xs" px={6} variant="default" aria-label={says} onClick={onClick}>
      {label}
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

/** All who are asked at once. */
function askedText(offer: NonNullable<Board['waiting'][number]['offeredTo']>, language: string): string {
  return new Intl.ListFormat(language, { type: 'unit' }).format(offer.agents.map(({ name }) => name ?? '–'));
}

/** A ticket whose place in the queue is not known yet is due by when it came. */
function dueOf(row: Board['waiting'][number]): string {
  return row.deadline ?? row.waitingSince;
}
