import { Select, Text } from '@mantine/core';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Scenario } from '@/shared/api/types';
import { Failed, Loading } from '@/shared/ui/states';
import type { Plan } from './plan';
import { daysQuery, draftsQuery } from './queries';

interface RecordedSourceProps {
  plan: Plan;
  change: (part: Partial<Plan>) => void;
  recorded: UseQueryResult<Scenario>;
  errorOf: (field: string) => string | undefined;
}

export function RecordedSource({ plan, change, recorded, errorOf }: RecordedSourceProps) {
  const { t, i18n } = useTranslation();
  const days = useQuery(daysQuery(plan.timeZone));
  const day = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'full', timeZone: 'UTC' });
  if (days.isPending) return <Loading label={t('whatIf.loadingDays')} />;
  if (days.isError) return <Failed title={t('whatIf.failedDays')} error={days.error} retry={() => void days.refetch()} />;
  if (days.data.days.length === 0) return <Text size="sm" c="dimmed" mt="sm">{t('whatIf.noDays')}</Text>;
  return (
    <>
      <Select
        mt="sm"
        maw={420}
        label={t('whatIf.day')}
        description={t('whatIf.dayHint', { zone: plan.timeZone })}
        data={days.data.days.map(({ date, contacts }) => ({ value: date, label: t('whatIf.dayWith', { day: day.format(Date.parse(`${date}T00:00:00Z`)), count: contacts }) }))}
        value={plan.date === '' ? null : plan.date}
        onChange={(date) => { change({ date: date ?? '' }); }}
        allowDeselect={false}
        error={errorOf('date')}
      />
      <DraftChoice plan={plan} change={change} />
      <div role="status">
        {recorded.isLoading && <Loading label={t('whatIf.reading')} />}
        {recorded.data && <Summary scenario={recorded.data} />}
      </div>
      {recorded.isError && <Failed title={t('whatIf.failedDay')} error={recorded.error} retry={() => void recorded.refetch()} />}
    </>
  );
}

/** Rules that somebody has drafted, as if they had been live on that day. */
function DraftChoice({ plan, change }: Pick<RecordedSourceProps, 'plan' | 'change'>) {
  const { t } = useTranslation();
  const drafts = useQuery(draftsQuery);
  if (!drafts.data || drafts.data.items.length === 0) return null;
  return (
    <Select
      mt="sm"
      maw={420}
      label={t('whatIf.draft')}
      description={t('whatIf.draftHint')}
      placeholder={t('common.none')}
      clearable
      searchable
      data={drafts.data.items.map(({ id, name }) => ({ value: id, label: name }))}
      value={plan.draft === '' ? null : plan.draft}
      onChange={(draft) => { change({ draft: draft ?? '' }); }}
    />
  );
}

function Summary({ scenario }: { scenario: Scenario }) {
  const { t } = useTranslation();
  const contacts = scenario.queues.reduce((sum, queue) => sum + (queue.contacts?.length ?? 0), 0);
  const agents = (scenario.agents ?? []).reduce((sum, group) => sum + group.count, 0);
  return (
    <Text size="sm" mt="sm">
      {[t('whatIf.contacts', { count: contacts }), t('whatIf.queueCount', { count: scenario.queues.length }), t('whatIf.agentCount', { count: agents })].join(' · ')}
    </Text>
  );
}
