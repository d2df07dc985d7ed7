import { Button, Table, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '@/shared/api/client';
import type { DeadLetter } from '@/shared/api/types';
import { momentText } from '@/shared/ui/duration';
import { usePageTitle } from '@/shared/ui/page-title';
import { Empty, Failed, Loading } from '@/shared/ui/states';
import { useNow } from '@/shared/ui/use-now';
import { useProblemText } from '@/shared/ui/use-problem-text';
import classes from './admin.module.css';
import { useClientName } from './parts/client-filter';
import { deadLettersQuery } from './queries';

/** What a part of the server gave up on, and the way to start it again. */
export function DeadLettersPage() {
  const { t } = useTranslation();
  usePageTitle(t('deadLetters.title'));
  const list = useQuery(deadLettersQuery);
  return (
    <>
      <div className={classes.head}>
        <div>
          <Title order={1} size="h3">
            {t('deadLetters.title')}
          </Title>
          <p className={classes.lead}>{t('deadLetters.lead')}</p>
        </div>
        <Button variant="default" loading={list.isFetching} onClick={() => void list.refetch()}>
          {t('deadLetters.refresh')}
        </Button>
      </div>
      {list.isPending && <Loading label={t('admin.loading')} />}
      {list.isError && <Failed title={t('admin.failed')} error={list.error} retry={() => void list.refetch()} />}
      {list.data?.length === 0 && <Empty title={t('deadLetters.empty')} />}
      {list.data !== undefined && list.data.length > 0 && <Letters letters={list.data} />}
    </>
  );
}

function Letters({ letters }: { letters: DeadLetter[] }) {
  const { t } = useTranslation();
  return (
    <div className={classes.panel}>
      {/* A wide table scrolls in its own frame, by keyboard too. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={classes.scroll} tabIndex={0} role="group" aria-label={t('deadLetters.title')}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('deadLetters.event')}</Table.Th>
              <Table.Th>{t('deadLetters.subscriber')}</Table.Th>
              <Table.Th>{t('fields.client')}</Table.Th>
              <Table.Th>{t('deadLetters.at')}</Table.Th>
              <Table.Th>{t('deadLetters.parked')}</Table.Th>
              <Table.Th>{t('deadLetters.attempts')}</Table.Th>
              <Table.Th>{t('deadLetters.error')}</Table.Th>
              <Table.Th>{t('deadLetters.actions')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {letters.map((letter) => (
              <Letter key={`${letter.id} ${letter.subscriber}`} letter={letter} />
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </div>
  );
}

function Letter({ letter }: { letter: DeadLetter }) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const clientName = useClientName();
  const problemText = useProblemText();
  const queryClient = useQueryClient();
  const replay = useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/api/v1/outbox/dead-letters/{id}/replay', {
          params: { path: { id: letter.id } },
          body: { subscriber: letter.subscriber },
        }),
      ),
    onSuccess: () => notifications.show({ message: t('deadLetters.replayed') }),
    onError: (error) =>
      notifications.show({ color: 'red', title: t('deadLetters.replayFailed'), message: problemText(error) }),
    // It may have gone, or failed anew.
    onSettled: () => queryClient.invalidateQueries({ queryKey: deadLettersQuery.queryKey }),
  });
  return (
    <Table.Tr>
      <Table.Td>
        {letter.type}
        <Text size="xs" c="dimmed" className={classes.key}>
          {letter.stream} · {letter.sequence}
        </Text>
      </Table.Td>
      <Table.Td>{letter.subscriber}</Table.Td>
      <Table.Td>{clientName(letter.clientId)}</Table.Td>
      <Table.Td className={classes.narrow}>{momentText(letter.at, now, i18n.language)}</Table.Td>
      <Table.Td className={classes.narrow}>{momentText(letter.parkedAt, now, i18n.language)}</Table.Td>
      <Table.Td>{letter.attempts}</Table.Td>
      <Table.Td className={classes.error}>{letter.error}</Table.Td>
      <Table.Td>
        <Button
          size="xs"
          variant="default"
          loading={replay.isPending}
          aria-label={t('deadLetters.replayOne', { type: letter.type, subscriber: letter.subscriber })}
          onClick={() => { replay.mutate(); }}
        >
          {t('deadLetters.replay')}
        </Button>
      </Table.Td>
    </Table.Tr>
  );
}
