import { Badge, Button, Checkbox, Group, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SimulationRow } from '@/shared/api/types';
import { usePageTitle } from '@/shared/ui/page-title';
import { Empty, Failed, Loading } from '@/shared/ui/states';
import { runsQuery } from './queries';
import classes from './what-if.module.css';

export function RunsPage() {
  const { t } = useTranslation();
  usePageTitle(t('whatIf.title'));
  const runs = useQuery(runsQuery);
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <div>
          <Title order={1} size="h3">
            {t('whatIf.title')}
          </Title>
          <p className={classes.lead}>{t('whatIf.lead')}</p>
        </div>
        <Button component={Link} to="/what-if/new">
          {t('whatIf.new')}
        </Button>
      </div>
      {runs.isPending && <Loading label={t('whatIf.loading')} />}
      {runs.isError && !runs.data && <Failed title={t('whatIf.failed')} error={runs.error} retry={() => void runs.refetch()} />}
      {runs.data?.items.length === 0 && <Empty title={t('whatIf.empty')}>{t('whatIf.emptyLead')}</Empty>}
      {runs.data && runs.data.items.length > 0 && <Runs rows={runs.data.items} />}
    </div>
  );
}

function Runs({ rows }: { rows: SimulationRow[] }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const [picked, setPicked] = useState<string[]>([]);
  const when = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  const [first, second] = rows.filter(({ id }) => picked.includes(id)).toReversed();
  return (
    <>
      <Group mb="sm" gap="sm">
        <Button
          variant="default"
          size="sm"
          disabled={first === undefined || second === undefined}
          onClick={() => {
            if (first && second) void navigate({ to: '/what-if/$runId', params: { runId: first.id }, search: { with: second.id } });
          }}
        >
          {t('whatIf.compare')}
        </Button>
        <Text size="sm" c="dimmed">
          {t('whatIf.compareHint')}
        </Text>
      </Group>
      <div className={classes.panel}>
        {/* A wide table scrolls in its own frame, by keyboard too. */}
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <div className={classes.scroll} tabIndex={0} role="group" aria-label={t('whatIf.runs')}>
          <Table highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t('whatIf.compareWhich')}</Table.Th>
                <Table.Th scope="col">{t('whatIf.name')}</Table.Th>
                <Table.Th scope="col">{t('whatIf.source')}</Table.Th>
                <Table.Th scope="col">{t('whatIf.changes')}</Table.Th>
                <Table.Th scope="col">{t('whatIf.state')}</Table.Th>
                <Table.Th scope="col">{t('whatIf.by')}</Table.Th>
                <Table.Th scope="col">{t('whatIf.at')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((row) => (
                <Table.Tr key={row.id}>
                  <Table.Td>
                    <Checkbox
                      size="xs"
                      aria-label={t('whatIf.pick', { name: row.name })}
                      checked={picked.includes(row.id)}
                      disabled={row.state !== 'done' || (picked.length >= 2 && !picked.includes(row.id))}
                      onChange={({ currentTarget: { checked } }) => { setPicked(checked ? [...picked, row.id] : picked.filter((id) => id !== row.id)); }}
                    />
                  </Table.Td>
                  <Table.Th scope="row" fw={400}>
                    <Link to="/what-if/$runId" params={{ runId: row.id }} className={classes.link}>
                      {row.name}
                    </Link>
                  </Table.Th>
                  <Table.Td>
                    <SourceText source={row.source} />
                  </Table.Td>
                  <Table.Td>{row.changeCount}</Table.Td>
                  <Table.Td>
                    <StateMark run={row} />
                  </Table.Td>
                  <Table.Td>{row.createdBy.name || '–'}</Table.Td>
                  <Table.Td>{when.format(new Date(row.createdAt))}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      </div>
    </>
  );
}

export function SourceText({ source }: Pick<SimulationRow, 'source'>) {
  const { t, i18n } = useTranslation();
  if (source.kind !== 'recorded' || source.date === null) return t('whatIf.generated');
  // A day is a day, wherever it is read.
  const day = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeZone: 'UTC' }).format(Date.parse(`${source.date}T00:00:00Z`));
  return t('whatIf.recordedDay', { day });
}

const colours = { queued: 'gray', running: 'indigo', done: 'green', failed: 'red', cancelled: 'gray' } as const;

export function StateMark({ run }: { run: Pick<SimulationRow, 'state' | 'progress'> }) {
  const { t, i18n } = useTranslation();
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 0 }).format(run.progress.fraction);
  return (
    <Badge variant="outline" color={colours[run.state]} c="var(--mantine-color-text)" tt="none" fw={500}>
      {run.state === 'running' ? t('whatIf.runningAt', { percent }) : t(`whatIfStates.${run.state}`)}
    </Badge>
  );
}
