import { Fieldset, NumberInput, Select, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '@/shared/api/client';
import { firstPool } from '@/shared/api/pools';
import { may, useSession } from '@/shared/api/session';
import type { Agent, Skill, User } from '@/shared/api/types';
import { Failed, Loading } from '@/shared/ui/states';
import classes from './admin.module.css';
import { SiteField, useSiteName } from './parts/calendar-field';
import { useChecks } from './parts/checks';
import { Editor, Gone, SideDrawer } from './parts/editor';
import { type Field, fieldOf } from './parts/field';
import { LevelCell } from './parts/level-cell';
import { ListPage } from './parts/list-page';
import { PoolField, usePoolName, usePools } from './parts/pool-field';
import { plainLevels, type SkillLevel, SkillLevels, validLevels } from './parts/skill-levels';
import { useOpen, useSetOpen } from './parts/use-open';
import { agentsQuery, skillsQuery, standardWeightsQuery, usersQuery } from './queries';

/** Agents by skills: who knows what, and how well. */
export function AgentsPage() {
  const { t, i18n } = useTranslation();
  const session = useSession();
  const list = useQuery(agentsQuery);
  const skills = useQuery(skillsQuery);
  const weights = useQuery(standardWeightsQuery);
  const open = useOpen();
  const row = list.data?.find((agent) => agent.id === open) ?? null;
  const columns = (skills.data ?? [])
    .toSorted((a, b) => a.name.localeCompare(b.name, i18n.language))
    .map((skill) => ({ label: skill.name, cell: (agent: Agent) => <LevelCell agent={agent} skill={skill} /> }));
  const siteName = useSiteName();
  const { several } = usePools();
  const poolName = usePoolName();
  const pool = several ? [{ label: t('pools.pool'), cell: (agent: Agent) => poolName(agent.pool) }] : [];
  const adds = may(session, 'users.manage');
  return (
    <ListPage
      title={t('agents.title')}
      lead={t('agents.lead')}
      list={list}
      nameLabel={t('agents.agent')}
      nameOf={(agent) => agent.name}
      columns={[...columns, ...pool, { label: t('sites.site'), cell: (agent) => siteName(agent.siteId) }, { label: t('agents.weights'), cell: (agent) => <Weights agent={agent} /> }]}
      words={(agent) => [agent.name, agent.email]}
      empty={t('agents.empty')}
      {...(adds ? { addLabel: t('agents.add') } : {})}
    >
      {open === 'new' && list.data && adds && <NewAgent agents={list.data} />}
      {open !== undefined && open !== 'new' && list.data && skills.data && weights.data &&
        (row ? <AgentEditor key={open} row={row} skills={skills.data} standard={weights.data.weights} /> : !list.isFetching && <Gone />)}
    </ListPage>
  );
}

function Weights({ agent }: { agent: Agent }) {
  const { t } = useTranslation();
  return useWeightsText()(agent.weights ?? {}) || <span className={classes.none}>{t('agents.standard')}</span>;
}

/** Weights as a line of text. */
export function useWeightsText(): (weights: Record<string, number>) => string {
  const { i18n } = useTranslation();
  return (weights) => Object.entries(weights).map(([channel, weight]) => `${i18n.t(`channels.${channel}` as 'channels.chat')} ${String(weight)} %`).join(', ');
}

type WeightValue = number | string;

function valuesOf(row: Agent | null) {
  return {
    skills: (row?.skills ?? []).map(({ skillId, level }): SkillLevel => ({ skillId, level })),
    weights: { ...row?.weights } as Record<string, WeightValue>,
    siteId: row?.siteId ?? null,
    pool: row?.pool ?? firstPool,
  };
}

interface AgentEditorProps {
  row: Agent;
  skills: Skill[];
  standard: Record<string, number>;
}

function AgentEditor({ row, skills, standard }: AgentEditorProps) {
  const { t } = useTranslation();
  const labels = { skills: t('agents.skills'), weights: t('agents.weights'), siteId: t('sites.site'), pool: t('pools.pool') };
  const filled = (weights: Record<string, WeightValue>) => Object.entries(weights).filter(([, weight]) => weight !== '');
  const equipmentOf = ({ skills: levels, weights, siteId }: ReturnType<typeof valuesOf>) => ({
    skills: plainLevels(levels), weights: Object.fromEntries(filled(weights).map(([channel, weight]) => [channel, Number(weight)])), siteId,
  });
  return (
    <Editor
      room="agents"
      title={t('agents.edit', { name: row.name })}
      row={row}
      valuesOf={valuesOf}
      labels={labels}
      nameOf={() => row.name}
      validate={{
        skills: (value: SkillLevel[]) => (validLevels(value) ? null : t('skills.levelHint')),
        weights: (value: Record<string, WeightValue>) =>
          filled(value).every(([, weight]) => Number.isInteger(weight) && Number(weight) >= 1 && Number(weight) <= 100)
            ? null
            : t('fields.range', { least: 1, most: 100 }),
      }}
      read={(id) => answerOf(api.GET('/api/v1/agents/{id}', { params: { path: { id } } }))}
      save={(values, version) => answerOf(api.PUT('/api/v1/agents/{id}', { params: { path: { id: row.id } }, body: { ...equipmentOf(values), pool: values.pool, version } }))}
      // A draft knows no pools: with another one chosen it would silently leave that out.
      draft={(values) => (values.pool === row.pool ? { agents: [{ agentId: row.id, equipment: equipmentOf(values) }] } : null)}
    >
      {(form) => (
        <>
          <Text size="sm" c="dimmed">
            {row.email}
          </Text>
          <SkillLevels startsHere label={labels.skills} skills={skills} {...fieldOf(form, 'skills')} />
          <SiteField label={labels.siteId} hint={t('sites.agentHint')} {...fieldOf(form, 'siteId')} />
          <PoolField label={labels.pool} hint={t('pools.agentHint')} {...fieldOf(form, 'pool')} />
          <WeightFields label={labels.weights} standard={standard} {...fieldOf(form, 'weights')} />
        </>
      )}
    </Editor>
  );
}

interface WeightFieldsProps extends Field<Record<string, WeightValue>> {
  label: string;
  standard: Record<string, number>;
}

function WeightFields({ label, standard, value, onChange, error }: WeightFieldsProps) {
  const { t, i18n } = useTranslation();
  return (
    <Fieldset legend={label}>
      <Text size="sm" c="dimmed" mb="sm">
        {t('agents.weightsHint')}
      </Text>
      <div className={classes.pair}>
        {Object.entries(standard).map(([channel, weight]) => (
          <NumberInput
            key={channel}
            label={i18n.t(`channels.${channel}` as 'channels.chat')}
            placeholder={t('agents.standardIs', { weight })}
            value={value[channel] ?? ''}
            onChange={(next) => {
              const others = Object.entries(value).filter(([other]) => other !== channel);
              onChange(Object.fromEntries(next === '' ? others : [...others, [channel, next]]));
            }}
            hideControls
          />
        ))}
      </div>
      {error !== undefined && error !== null && (
        <Text size="sm" c="var(--mantine-color-error)" mt="xs" role="alert">
          {error}
        </Text>
      )}
    </Fieldset>
  );
}

function NewAgent({ agents }: { agents: Agent[] }) {
  const { t } = useTranslation();
  const users = useQuery(usersQuery);
  const setOpen = useSetOpen();
  if (!users.data) {
    return (
      <SideDrawer title={t('agents.add')} onClose={() => { setOpen(undefined); }}>
        {users.isError ? (
          <Failed title={t('admin.failed')} error={users.error} retry={() => void users.refetch()} />
        ) : (
          <Loading label={t('admin.loading')} />
        )}
      </SideDrawer>
    );
  }
  const free = users.data.filter((user) => user.active && !agents.some((agent) => agent.id === user.id));
  return <NewAgentForm users={free} />;
}

function NewAgentForm({ users }: { users: User[] }) {
  const { t } = useTranslation();
  const check = useChecks();
  return (
    <Editor
      room="agents"
      title={t('agents.add')}
      row={null as Agent | null}
      valuesOf={() => ({ userId: null as string | null })}
      labels={{ userId: t('agents.user') }}
      nameOf={(values) => users.find((user) => user.id === values.userId)?.name ?? ''}
      validate={{ userId: check.chosen }}
      read={(id) => answerOf(api.GET('/api/v1/agents/{id}', { params: { path: { id } } }))}
      save={({ userId }) => answerOf(api.POST('/api/v1/agents', { body: { userId: userId ?? '' } }))}
      // An agent without skills gets little: his own form comes next.
      next={(agent) => agent.id}
    >
      {(form) => (
        <Select
          label={t('agents.user')}
          description={t('agents.userHint')}
          data={users.map((user) => ({ value: user.id, label: `${user.name} (${user.email})` }))}
          searchable
          nothingFoundMessage={t('agents.noUsers')}
          openOnFocus={false}
          required
          data-autofocus
          {...form.getInputProps('userId')}
        />
      )}
    </Editor>
  );
}
