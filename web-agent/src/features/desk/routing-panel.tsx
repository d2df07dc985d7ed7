import { List, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { firstPool } from '@/shared/api/pools';
import type { Routing, Ticket } from '@/shared/api/types';
import { bandText, momentText } from '@/shared/ui/duration';
import { Failed, Loading } from '@/shared/ui/states';
import { useNow } from '@/shared/ui/use-now';
import { Compared } from './routing-compared';
import { routingQuery, skillsQuery } from './queries';

/** Why it waits, by the words of the code that decides; or how it came to its agent. */
export function RoutingPanel({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const query = useQuery(routingQuery(ticket));
  return (
    <section aria-labelledby="routing-title">
      <Title order={2} size="h6" id="routing-title">
        {t(ticket.status === 'waiting' ? 'routing.whyWaits' : 'routing.whyHere')}
      </Title>
      {query.isPending && <Loading label={t('routing.loading')} />}
      {query.isError && <Failed title={t('routing.failed')} error={query.error} retry={() => void query.refetch()} />}
      {query.data && (query.data.state === 'waiting' ? <Waits routing={query.data} /> : <Came routing={query.data} />)}
    </section>
  );
}

function Waits({ routing }: { routing: Routing }) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const { heldFor } = routing;
  const pooled = routing.pool !== firstPool || routing.overflow !== null;
  return (
    <>
      {routing.position === 0 && <Text size="sm" mt={4}>{t('routing.offered')}</Text>}
      {routing.position !== null && routing.position > 0 && (
        <Text size="sm" mt={4}>{t('routing.place', { place: routing.position, size: routing.laneSize ?? 0 })}</Text>
      )}
      {routing.expectedWait && <Text size="sm" mt={4}>{t('routing.wait', { wait: bandText(routing.expectedWait, i18n.language) })}</Text>}
      <Asks lane={routing.lane} />
      {routing.opensAt && <Text size="sm" mt={4}>{t('routing.opensAt', { time: momentText(routing.opensAt, now, i18n.language) })}</Text>}
      {routing.pool !== firstPool && <Text size="sm" mt={4}>{t('routing.pool', { pool: routing.pool })}</Text>}
      {routing.overflow && (
        <Text size="sm" mt={4}>{t('routing.overflow', { pool: routing.overflow.pool, time: momentText(routing.overflow.at, now, i18n.language) })}</Text>
      )}
      {heldFor && <Text size="sm" mt={4}>{t('routing.heldFor', { name: heldFor.name, until: momentText(heldFor.until, now, i18n.language) })}</Text>}
      {routing.position !== 0 && routing.obstacles.length === 0 && <Text size="sm" mt={4}>{t(pooled ? 'routing.nobodyInPool' : 'routing.nobody')}</Text>}
      <List size="sm" mt={4} spacing={4}>
        {routing.obstacles.map(({ reason, count, agents }) => (
          <List.Item key={reason}>
            {t(`routingObstacle.${reason}`)}: {agents.map((agent) => agent.name).join(', ')}
            {count > agents.length && ` ${t('routing.more', { count: count - agents.length })}`}
          </List.Item>
        ))}
      </List>
    </>
  );
}

function Came({ routing }: { routing: Routing }) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const { decision } = routing;
  if (decision === null) return <Text size="sm" mt={4}>{t('routing.byHand')}</Text>;
  return (
    <>
      <Text size="sm" mt={4}>
        {t(`routingSearch.${decision.search}`, { name: decision.agent.name, count: decision.candidates, at: momentText(decision.at, now, i18n.language) })}
      </Text>
      {decision.turn !== null && decision.turn !== 'equal' && <Text size="sm" mt={4}>{t(`routingTurn.${decision.turn}`)}</Text>}
      {decision.interrupts && <Text size="sm" mt={4}>{t('routing.interrupts')}</Text>}
      <Asks lane={decision.lane} />
      <Compared decision={decision} />
    </>
  );
}

function Asks({ lane }: { lane: Routing['lane'] }) {
  const { t } = useTranslation();
  const named = useQuery(skillsQuery).data?.items;
  if (lane === null) return null;
  const skills = lane.skills.map(({ skill, level }) => `${named?.find((one) => one.key === skill)?.name ?? skill} ${String(level)}`).join(', ');
  return <Text size="sm" mt={4}>{skills === '' ? t('routing.asksNothing') : t('routing.asks', { skills })}</Text>;
}
