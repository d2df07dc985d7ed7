import { SimpleGrid, Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '@/shared/api/client';
import { keys } from '@/shared/api/query-client';
import type { SatisfactionAnswer, SatisfactionSummary } from '@/shared/api/types';
import { Failed } from '@/shared/ui/states';
import classes from './live.module.css';
import { Panel } from './panel';

// Nobody acts on it by the second.
const everyMs = 30_000;

interface Today {
  summary: SatisfactionSummary;
  newest: SatisfactionAnswer[];
}

async function today(clientId: string | null, signal: AbortSignal): Promise<Today> {
  const from = new Date();
  from.setHours(0, 0, 0, 0);
  const client = clientId === null ? {} : { clientId };
  const [summary, list] = await Promise.all([
    answerOf(api.GET('/api/v1/satisfaction/summary', { params: { query: { ...client, from: from.toISOString() } }, signal })),
    answerOf(api.GET('/api/v1/satisfaction', { params: { query: { ...client, limit: 5 } }, signal })),
  ]);
  return { summary, newest: list.items.filter((answer) => answer.at >= from.toISOString()) };
}

/** What customers said today, by queue, and the newest of it in their words. The day is the reader's own. */
export function SatisfactionTable({ clientId }: { clientId: string | null }) {
  const { t } = useTranslation();
  const said = useQuery({
    queryKey: keys.satisfactionToday(clientId),
    queryFn: ({ signal }) => today(clientId, signal),
    refetchInterval: everyMs,
  });
  if (said.isError && !said.data) return <Failed title={t('live.satisfactionFailed')} error={said.error} retry={() => void said.refetch()} />;
  if (!said.data) return null;
  const { summary, newest } = said.data;
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md" mt="md">
      <Panel title={t('live.satisfaction')} count={summary.answered} empty={t('live.noSatisfaction')} note={t('live.csatFormula', { formula: summary.formula })}>
        <Figures summary={summary} />
      </Panel>
      <Panel title={t('live.newestAnswers')} count={newest.length} empty={t('live.noSatisfaction')}>
        <Newest answers={newest} />
      </Panel>
    </SimpleGrid>
  );
}

function Figures({ summary }: { summary: SatisfactionSummary }) {
  const { t, i18n } = useTranslation();
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 1 });
  const share = (csat: number | null | undefined) => (csat === null || csat === undefined ? '' : percent.format(csat));
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('live.queue')}</Table.Th>
          <Table.Th>{t('live.answers')}</Table.Th>
          <Table.Th>{t('live.satisfied')}</Table.Th>
          <Table.Th>{t('live.csat')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {summary.queues.map((queue) => (
          <Table.Tr key={queue.queueId}>
            <Table.Td>{queue.queueName}</Table.Td>
            <Table.Td>{queue.answered}</Table.Td>
            <Table.Td>{queue.satisfied}</Table.Td>
            <Table.Td>{share(queue.csat)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Newest({ answers }: { answers: SatisfactionAnswer[] }) {
  const { t, i18n } = useTranslation();
  const time = new Intl.DateTimeFormat(i18n.language, { timeStyle: 'short' });
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('live.score')}</Table.Th>
          <Table.Th>{t('live.comment')}</Table.Th>
          <Table.Th>{t('live.agent')}</Table.Th>
          <Table.Th>{t('live.givenAt')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {answers.map((answer) => (
          <Table.Tr key={answer.id}>
            <Table.Td>
              <Link to="/tickets/$ticketId" params={{ ticketId: answer.ticketId }} className={classes.link}>
                {t('live.scoreOf', { score: answer.score, best: 5 })}
              </Link>
            </Table.Td>
            <Table.Td dir="auto">{answer.comment}</Table.Td>
            <Table.Td>{answer.agentName}</Table.Td>
            <Table.Td>{time.format(new Date(answer.at))}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
