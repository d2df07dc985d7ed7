import { List, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '@/shared/api/client';
import { momentText } from '@/shared/ui/duration';
import { Failed, Loading } from '@/shared/ui/states';
import { useNow } from '@/shared/ui/use-now';
import { usePoolName, usePools } from './pool-field';
import { plainLevels, type SkillLevel, validLevels } from './skill-levels';

interface QueuePreviewProps {
  clientId: string | null;
  skills: SkillLevel[];
  bestSkilled: boolean;
  calendarId: string | null;
  pool: string;
}

const refreshEvery = 5000;

/** To whom a chat would go that came now, by the words of the code that decides, and why nobody else. */
export function QueuePreview({ clientId, skills, bestSkilled, calendarId, pool }: QueuePreviewProps) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const { several } = usePools();
  const poolName = usePoolName();
  const [asked] = useDebouncedValue(
    clientId !== null && validLevels(skills) ? JSON.stringify({ clientId, skills: plainLevels(skills), bestSkilled, calendarId, pool }) : null, 300);
  const query = useQuery({
    queryKey: ['queues', 'preview', asked],
    queryFn: ({ signal }) => answerOf(api.POST('/api/v1/queues/preview', {
      body: JSON.parse(asked ?? '') as { clientId: string; skills: { skillId: string; level: number }[]; bestSkilled: boolean; calendarId: string | null; pool: string }, signal,
    })),
    enabled: asked !== null,
    staleTime: 0,
    refetchInterval: refreshEvery,
    placeholderData: (before) => before,
  });
  if (asked === null) return null;
  const { agent, candidates, opensAt, obstacles } = query.data ?? { agent: null, candidates: 0, opensAt: null, obstacles: [] };
  return (
    <section aria-labelledby="queue-preview">
      <Title order={3} size="h6" id="queue-preview">{t('queues.preview')}</Title>
      {query.isPending && <Loading label={t('routing.loading')} />}
      {query.isError && <Failed title={t('routing.failed')} error={query.error} retry={() => void query.refetch()} />}
      {query.data && (
        <>
          {several && <Text size="sm" mt={4}>{t('pools.preview', { pool: poolName(query.data.pool) })}</Text>}
          {opensAt !== null && <Text size="sm" mt={4}>{t('queues.previewClosed', { time: momentText(opensAt, now, i18n.language) })}</Text>}
          <Text size="sm" mt={4}>
            {agent === null
              ? t('queues.previewWaits')
              : t(bestSkilled ? 'queues.previewBest' : 'queues.previewIdle', { name: agent.name, count: candidates })}
          </Text>
          {obstacles.length > 0 && <Text size="sm" mt={4}>{t('queues.previewOthers')}</Text>}
          <List size="sm" mt={4} spacing={4}>
            {obstacles.map(({ reason, count, agents }) => (
              <List.Item key={reason}>
                {t(`routingObstacle.${reason}`)}: {agents.map((one) => one.name).join(', ')}
                {count > agents.length && ` ${t('routing.more', { count: count - agents.length })}`}
              </List.Item>
            ))}
          </List>
        </>
      )}
    </section>
  );
}
