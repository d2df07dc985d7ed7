import { Checkbox, NumberInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '@/shared/api/client';
import { firstPool } from '@/shared/api/pools';
import type { Queue, Skill } from '@/shared/api/types';
import { spanText } from '@/shared/ui/duration';
import classes from './admin.module.css';
import { CalendarField, useCalendarText } from './parts/calendar-field';
import { useChecks } from './parts/checks';
import { ClientField, usePresetClient } from './parts/client-field';
import { useClientFilter, useClientName } from './parts/client-filter';
import { Editor, Gone } from './parts/editor';
import { fieldOf } from './parts/field';
import { ListPage } from './parts/list-page';
import { type Overflow, OverflowField, overflowOf, plainOverflow, PoolField, usePoolName, usePools, validOverflow } from './parts/pool-field';
import { QueuePreview } from './parts/queue-preview';
import { plainSteps, type RelaxationStep, RelaxationSteps, validSteps } from './parts/relaxation-steps';
import { plainLevels, type SkillLevel, SkillLevels, useLevelsText, validLevels } from './parts/skill-levels';
import { useOpen } from './parts/use-open';
import { queuesQuery, skillsQuery } from './queries';

export function QueuesPage() {
  const { t, i18n } = useTranslation();
  const list = useQuery(queuesQuery);
  const skills = useQuery(skillsQuery);
  const open = useOpen();
  const clientName = useClientName();
  const client = useClientFilter();
  const calendarText = useCalendarText();
  const row = list.data?.find((queue) => queue.id === open) ?? null;
  const levelsText = useLevelsText();
  const skillsOf = (queue: Queue) => levelsText(queue.skills);
  const { several } = usePools();
  const poolName = usePoolName();
  return (
    <ListPage
      title={t('queues.title')}
      lead={t('queues.lead')}
      list={{ ...list, data: list.data?.filter((queue) => client.id === null || queue.clientId === client.id) }}
      nothing={list.data?.length === 0}
      filter={client.select}
      nameLabel={t('fields.name')}
      nameOf={(queue) => queue.name}
      mark={(queue) => (queue.active ? null : t('admin.inactive'))}
      columns={[
        { label: t('fields.client'), cell: (queue) => clientName(queue.clientId) },
        { label: t('queues.skills'), cell: skillsOf },
        { label: t('queues.target'), cell: (queue) => spanText(queue.answerTargetSeconds * 1000, i18n.language) },
        { label: t('calendars.calendar'), cell: (queue) => calendarText(queue.calendarId) },
        ...(several ? [{ label: t('pools.pool'), cell: (queue: Queue) => [queue.pool, ...(queue.overflow ? [queue.overflow.pool] : [])].map(poolName).join(' → ') }] : []),
      ]}
      words={(queue) => [queue.name, clientName(queue.clientId), skillsOf(queue)]}
      empty={t('queues.empty')}
      addLabel={t('queues.add')}
    >
      {open !== undefined && list.data && skills.data &&
        (open === 'new' || row ? <QueueEditor key={open} row={row} skills={skills.data} clientId={client.id} /> : <Gone />)}
    </ListPage>
  );
}

interface QueueEditorProps {
  row: Queue | null;
  skills: Skill[];
  clientId: string | null;
}

// What the server takes when nothing is said.
const clocks = { answerTargetSeconds: 60, offerSeconds: 20, wrapUpSeconds: 60, reopenHours: 24 };

function valuesOf(row: Queue | null, preset: string | null) {
  return {
    clientId: row?.clientId ?? preset,
    name: row?.name ?? '',
    skills: (row?.skills ?? []).map(({ skillId, level }): SkillLevel => ({ skillId, level })),
    answerTargetSeconds: row?.answerTargetSeconds ?? clocks.answerTargetSeconds,
    offerSeconds: row?.offerSeconds ?? clocks.offerSeconds,
    wrapUpSeconds: row?.wrapUpSeconds ?? clocks.wrapUpSeconds,
    reopenHours: row?.reopenHours ?? clocks.reopenHours,
    autoAccept: row?.autoAccept ?? false,
    ringAgents: row?.ringAgents ?? 1,
    bestSkilled: row?.bestSkilled ?? false,
    lastAgentSeconds: row?.lastAgentSeconds ?? 0,
    headStartSeconds: row?.headStartSeconds ?? 0,
    relaxations: (row?.relaxations ?? []).map(({ afterSeconds, skills }): RelaxationStep => ({ afterSeconds, skills: skills.map((skill) => ({ ...skill })) })),
    pool: row?.pool ?? firstPool,
    overflow: overflowOf(row?.overflow),
    calendarId: row?.calendarId ?? null,
    active: row?.active ?? true,
  };
}

type Values = ReturnType<typeof valuesOf>;

function rulesOf({ clientId: _, skills, relaxations, overflow, ...rest }: Values) {
  return { ...rest, skills: plainLevels(skills), relaxations: plainSteps(relaxations), overflow: plainOverflow(overflow) };
}

async function save(row: Queue | null, values: Values, version: number): Promise<Queue> {
  const { active, ...rules } = rulesOf(values);
  return row
    ? answerOf(api.PUT('/api/v1/queues/{id}', { params: { path: { id: row.id } }, body: { ...rules, active, version } }))
    : answerOf(api.POST('/api/v1/queues', { body: { ...rules, clientId: values.clientId ?? '' } }));
}

export function useQueueLabels(): Record<keyof Values, string> {
  const { t } = useTranslation();
  return {
    clientId: t('fields.client'),
    name: t('fields.name'),
    skills: t('queues.skills'),
    answerTargetSeconds: t('queues.answerTargetSeconds'),
    offerSeconds: t('queues.offerSeconds'),
    wrapUpSeconds: t('queues.wrapUpSeconds'),
    reopenHours: t('queues.reopenHours'),
    autoAccept: t('queues.autoAccept'),
    ringAgents: t('queues.ringAgents'),
    bestSkilled: t('queues.bestSkilled'),
    lastAgentSeconds: t('queues.lastAgentSeconds'),
    headStartSeconds: t('queues.headStartSeconds'),
    relaxations: t('queues.relaxations'),
    pool: t('pools.pool'),
    overflow: t('pools.overflow'),
    calendarId: t('calendars.calendar'),
    active: t('fields.active'),
  };
}

function QueueEditor({ row, skills, clientId }: QueueEditorProps) {
  const { t } = useTranslation();
  const check = useChecks();
  const labels = useQueueLabels();
  const preset = usePresetClient(clientId);
  return (
    <Editor
      room="queues"
      title={row ? t('queues.edit', { name: row.name }) : t('queues.add')}
      row={row}
      valuesOf={(from: Queue | null) => valuesOf(from, preset)}
      labels={labels}
      nameOf={(values) => values.name}
      validate={{
        clientId: check.chosen,
        name: check.text(100),
        skills: (value: SkillLevel[]) => (validLevels(value) ? null : t('skills.levelHint')),
        answerTargetSeconds: check.whole(1, 86_400),
        offerSeconds: check.whole(5, 300),
        wrapUpSeconds: check.whole(0, 3_600),
        reopenHours: check.whole(0, 8_760),
        ringAgents: check.whole(1, 5),
        lastAgentSeconds: check.whole(0, 3_600),
        headStartSeconds: check.whole(0, 3_600),
        relaxations: (value: RelaxationStep[]) => (validSteps(value) ? null : t('queues.stepsHint')),
        overflow: (value: Overflow, { pool }) => (validOverflow(value, pool) ? null : t('pools.overflowShape')),
      }}
      read={(id) => answerOf(api.GET('/api/v1/queues/{id}', { params: { path: { id } } }))}
      save={(values, version) => save(row, values, version)}
      draft={(values) => ({ queues: [{ queueId: row?.id ?? '', rules: rulesOf(values) }] })}
    >
      {(form) => (
        <>
          <ClientField owner={row?.clientId ?? null} {...form.getInputProps('clientId')} />
          <TextInput label={labels.name} required data-autofocus={row !== null || undefined} {...form.getInputProps('name')} />
          <SkillLevels label={labels.skills} skills={skills} {...fieldOf(form, 'skills')} />
          <div className={classes.pair}>
            <NumberInput label={labels.answerTargetSeconds} description={t('queues.answerTargetHint')} hideControls {...form.getInputProps('answerTargetSeconds')} />
            <NumberInput label={labels.offerSeconds} description={t('queues.offerHint')} hideControls {...form.getInputProps('offerSeconds')} />
            <NumberInput label={labels.wrapUpSeconds} description={t('queues.wrapUpHint')} hideControls {...form.getInputProps('wrapUpSeconds')} />
            <NumberInput label={labels.reopenHours} description={t('queues.reopenHint')} hideControls {...form.getInputProps('reopenHours')} />
          </div>
          <CalendarField label={labels.calendarId} hint={t('calendars.queueHint')} {...fieldOf(form, 'calendarId')} />
          <Checkbox label={labels.autoAccept} description={t('queues.autoAcceptHint')} {...form.getInputProps('autoAccept', { type: 'checkbox' })} />
          <NumberInput
            label={labels.ringAgents}
            description={t(form.values.autoAccept ? 'queues.ringOneHint' : 'queues.ringHint')}
            hideControls
            {...form.getInputProps('ringAgents')}
          />
          <Checkbox label={labels.bestSkilled} description={t('queues.bestSkilledHint')} {...form.getInputProps('bestSkilled', { type: 'checkbox' })} />
          <NumberInput label={labels.lastAgentSeconds} description={t('queues.lastAgentHint')} hideControls {...form.getInputProps('lastAgentSeconds')} />
          <NumberInput label={labels.headStartSeconds} description={t('queues.headStartHint')} hideControls {...form.getInputProps('headStartSeconds')} />
          <RelaxationSteps skills={skills} {...fieldOf(form, 'relaxations')} />
          <PoolField label={labels.pool} hint={t('pools.queueHint')} {...fieldOf(form, 'pool')} />
          <OverflowField own={form.values.pool} {...fieldOf(form, 'overflow')} />
          <QueuePreview
            clientId={form.values.clientId}
            skills={form.values.skills}
            bestSkilled={form.values.bestSkilled}
            calendarId={form.values.calendarId}
            pool={form.values.pool}
          />
          {row && (
            <Checkbox label={labels.active} description={t('queues.activeHint')} {...form.getInputProps('active', { type: 'checkbox' })} />
          )}
        </>
      )}
    </Editor>
  );
}
