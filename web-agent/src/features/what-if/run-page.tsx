import { Alert, Button, Group, Progress, Select, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '@/shared/api/client';
import type { Simulation } from '@/shared/api/types';
import { later } from '@/shared/ui/later';
import { usePageTitle } from '@/shared/ui/page-title';
import { Failed, Loading } from '@/shared/ui/states';
import { useProblemText } from '@/shared/ui/use-problem-text';
import { type Part, partsOf, whole } from './figures';
import { FigureTable } from './figure-table';
import { hasEnded, runQuery, runsQuery } from './queries';
import { ResultTiles } from './result-tiles';
import { SourceText, StateMark } from './runs-page';
import { type Series, seriesOf } from './series';
import classes from './what-if.module.css';

const FigureCharts = later(async () => (await import('./figure-charts')).FigureCharts);

/** One run, or two beside each other, as the address says. */
export function RunPage() {
  const { runId = '' } = useParams({ strict: false });
  const { with: other } = useSearch({ strict: false });
  return <Runs key={runId} runId={runId} other={other} />;
}

function Runs({ runId, other }: { runId: string; other: string | undefined }) {
  const { t } = useTranslation();
  const run = useQuery(runQuery(runId));
  const beside = useQuery({ ...runQuery(other ?? ''), enabled: other !== undefined });
  usePageTitle(run.data?.name ?? t('whatIf.title'));
  if (run.isPending || (other !== undefined && beside.isPending)) return <Loading label={t('whatIf.loading')} />;
  const failed = [run, beside].find((query) => query.isError && !query.data);
  if (failed || !run.data) return <Failed title={t('whatIf.failed')} error={failed?.error} retry={() => void failed?.refetch()} />;
  return <RunView run={run.data} other={beside.data} />;
}

function RunView({ run, other }: { run: Simulation; other: Simulation | undefined }) {
  const { t, i18n } = useTranslation();
  const when = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  const series = seriesOf(run, other, t('whatIf.base'), t('whatIf.changed'));
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <div>
          <Title order={1} size="h3">
            {other ? t('whatIf.beside', { one: run.name, other: other.name }) : run.name}
          </Title>
          <p className={classes.lead}>
            <SourceText source={run.source} /> · {t('whatIf.changeCount', { count: run.changes.length })} · {t('whatIf.seedOf', { seed: run.seed })} ·{' '}
            {t('whatIf.askedBy', { name: run.createdBy.name, at: when.format(new Date(run.createdAt)) })}
          </p>
        </div>
        <Group>
          <StateMark run={run} />
          <Actions run={run} />
        </Group>
      </div>
      <State run={run} />
      {series.length > 0 && <Result run={run} series={series} />}
    </div>
  );
}

function Actions({ run }: { run: Simulation }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const refused = (error: unknown) => { notifications.show({ message: problemText(error), color: 'red' }); };
  const cancel = useMutation({
    mutationFn: () => answerOf(api.POST('/api/v1/simulations/{id}/cancel', { params: { path: { id: run.id } } })),
    onError: refused,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['simulations'] }),
  });
  const remove = useMutation({
    mutationFn: () => answerOf(api.DELETE('/api/v1/simulations/{id}', { params: { path: { id: run.id } } })),
    onError: refused,
    onSuccess: async () => {
      queryClient.setQueryData(runsQuery.queryKey, (list) => list && { ...list, items: list.items.filter(({ id }) => id !== run.id) });
      await navigate({ to: '/what-if' });
      queryClient.removeQueries({ queryKey: runQuery(run.id).queryKey });
      await queryClient.invalidateQueries({ queryKey: ['simulations', 'all'] });
    },
  });
  return (
    <>
      {!hasEnded(run) && (
        <Button variant="default" loading={cancel.isPending} onClick={() => { cancel.mutate(); }}>
          {t('whatIf.cancel')}
        </Button>
      )}
      {run.result && (
        <Button component="a" variant="default" href={`/api/v1/simulations/${run.id}/figures.csv`} download>
          {t('whatIf.csv')}
        </Button>
      )}
      {hasEnded(run) && (
        <Button variant="default" loading={remove.isPending} onClick={() => { remove.mutate(); }}>
          {t('whatIf.remove')}
        </Button>
      )}
      <Button component={Link} to="/what-if" variant="subtle">
        {t('whatIf.all')}
      </Button>
    </>
  );
}

/** How far it is, or why there is nothing to see. */
function State({ run }: { run: Simulation }) {
  const { t, i18n } = useTranslation();
  const percent = Math.round(run.progress.fraction * 100);
  const contacts = new Intl.NumberFormat(i18n.language).format(run.progress.contacts);
  if (run.state === 'failed') {
    return (
      <Alert color="red" role="alert" title={t('whatIfStates.failed')}>
        {run.error === 'internal_error' || run.error === 'begun_too_often' ? t(`whatIfFailures.${run.error}`) : run.error}
      </Alert>
    );
  }
  if (run.state === 'cancelled') return <Text role="status">{t('whatIf.cancelledLead')}</Text>;
  if (run.state === 'done') return run.result ? null : <Text role="status">{t('whatIf.resultGone')}</Text>;
  return (
    <div className={`${classes.panel ?? ''} ${classes.padded ?? ''}`}>
      <Text size="sm" mb="xs" role="status">
        {run.state === 'queued' ? t('whatIf.queuedLead') : t('whatIf.runningLead', { contacts })}
      </Text>
      <Progress.Root size="lg">
        <Progress.Section value={percent} aria-label={t('whatIf.progress')} />
      </Progress.Root>
    </div>
  );
}

function Result({ run, series }: { run: Simulation; series: Series[] }) {
  const { t } = useTranslation();
  const [picked, setPicked] = useState(whole.key);
  const parts = partsOf(series.map(({ result }) => result));
  const part = parts.find(({ key }) => key === picked) ?? whole;
  const label = ({ client, queue }: Part) => (client === null ? t('whatIf.whole') : queue === null ? client : `${client} · ${queue}`);
  return (
    <>
      <Select
        label={t('whatIf.figuresOf')}
        data={parts.map((one) => ({ value: one.key, label: label(one) }))}
        value={part.key}
        onChange={(key) => { setPicked(key ?? ''); }}
        allowDeselect={false}
        searchable
        maw={360}
        mb="md"
      />
      <ResultTiles series={series} part={part} />
      <FigureCharts series={series} part={part} timeZone={run.source.timeZone} title={label(part)} />
      <FigureTable series={series} part={part} timeZone={run.source.timeZone} title={label(part)} />
    </>
  );
}
