import { Loader, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { DraftedRules } from '@/shared/api/types';
import { agentsQuery, poolsQuery, queuesQuery, skillsQuery } from '@/features/admin/queries';
import { useWeightsText } from '@/features/admin/agents-page';
import { useQueueLabels } from '@/features/admin/queues-page';
import { useCalendarText, useSiteName } from './calendar-field';
import { useSharesText } from './client-shares';
import { usePoolName } from './pool-field';
import { useLevelsText } from './skill-levels';

type Levels = { skillId: string; level: number }[];
interface Change { field: string; from: string; to: string }

/** What the rules change, field by field, under the name of each queue, pool and agent. */
export function DraftChanges({ from, to }: { from: DraftedRules; to: DraftedRules }) {
  const { t } = useTranslation();
  const subjects = useSubjects(from, to);
  if (subjects === null) return <Loader size="sm" aria-label={t('admin.loading')} />;
  return subjects.map(({ id, name, changes }) => (
    <Table key={id} captionSide="top" withRowBorders>
      <Table.Caption ta="left" fz="sm" fw={600} c="var(--mantine-color-text)">{name}</Table.Caption>
      {changes.length === 0 ? (
        <Table.Tbody><Table.Tr><Table.Td><Text size="sm" c="dimmed">{t('drafts.noChange')}</Text></Table.Td></Table.Tr></Table.Tbody>
      ) : (
        <>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('drafts.field')}</Table.Th>
              <Table.Th>{t('drafts.from')}</Table.Th>
              <Table.Th>{t('drafts.to')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {changes.map((change) => (
              <Table.Tr key={change.field}>
                <Table.Th scope="row" fw={400}>{change.field}</Table.Th>
                <Table.Td>{change.from || '–'}</Table.Td>
                <Table.Td><strong>{change.to || '–'}</strong></Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </>
      )}
    </Table>
  ));
}

function useSubjects(from: DraftedRules, to: DraftedRules): { id: string; name: string; changes: Change[] }[] | null {
  const { t } = useTranslation();
  const [queues, pools, agents, skills] = [useQuery(queuesQuery), useQuery(poolsQuery), useQuery(agentsQuery), useQuery(skillsQuery)];
  const labels: Record<string, string> = useQueueLabels();
  const [poolName, calendarText, siteName] = [usePoolName(), useCalendarText(), useSiteName()];
  const [levels, weightsText, sharesText] = [useLevelsText(), useWeightsText(), useSharesText()];
  if (!queues.data || !pools.data || !agents.data || !skills.data) return null;

  const text = (field: string, value: unknown): string => {
    if (value === null || value === undefined) return '';
    if (typeof value === 'boolean') return t(value ? 'admin.yes' : 'admin.no');
    if (field === 'skills') return levels(value as Levels);
    if (field === 'relaxations')
      return (value as { afterSeconds: number; skills: Levels }[]).map((step) => t('drafts.step', { seconds: step.afterSeconds, skills: levels(step.skills) || '–' })).join('; ');
    if (field === 'pool') return poolName(value as string);
    if (field === 'overflow') {
      const { pool, afterSeconds } = value as { pool: string; afterSeconds: number };
      return t('pools.overflowText', { pool: poolName(pool), seconds: afterSeconds });
    }
    if (field === 'calendarId') return calendarText(value as string);
    if (field === 'siteId') return siteName(value as string);
    if (field === 'weights') return weightsText(value as Record<string, number>);
    if (field === 'shares') return sharesText(value as Parameters<typeof sharesText>[0]);
    return String(value as string | number);
  };
  const changes = (old: object, fresh: object, name: (field: string) => string): Change[] =>
    Object.keys(fresh).map((field) => ({ field: name(field), from: text(field, old[field as keyof typeof old]), to: text(field, fresh[field as keyof typeof fresh]) }))
      .filter((change) => change.from !== change.to);
  const agentLabels: Record<string, string> = { skills: t('agents.skills'), weights: t('agents.weights'), siteId: t('sites.site') };
  return [
    ...(to.queues ?? []).map(({ queueId, rules }) => ({
      id: queueId,
      name: queues.data.find((queue) => queue.id === queueId)?.name ?? rules.name,
      changes: changes(from.queues?.find((old) => old.queueId === queueId)?.rules ?? {}, rules, (field) => labels[field] ?? field),
    })),
    ...(to.pools ?? []).map(({ poolId, shares }) => {
      const pool = pools.data.find((one) => one.id === poolId);
      return {
        id: poolId,
        name: `${t('pools.shares')}: ${pool ? poolName(pool.name) : ''}`,
        changes: changes({ shares: from.pools?.find((old) => old.poolId === poolId)?.shares ?? [] }, { shares }, () => t('pools.shares')),
      };
    }),
    ...(to.agents ?? []).map(({ agentId, equipment }) => ({
      id: agentId,
      name: agents.data.find((agent) => agent.id === agentId)?.name ?? '…',
      changes: changes(from.agents?.find((old) => old.agentId === agentId)?.equipment ?? {}, equipment, (field) => agentLabels[field] ?? field),
    })),
  ];
}
