import { Alert, Badge, Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '@/shared/api/client';
import type { Draft, DraftLine } from '@/shared/api/types';
import { momentText } from '@/shared/ui/duration';
import { Failed, Loading } from '@/shared/ui/states';
import { useNow } from '@/shared/ui/use-now';
import { useProblemText } from '@/shared/ui/use-problem-text';
import classes from './admin.module.css';
import { DraftChanges } from './parts/draft-changes';
import { Gone, SideDrawer } from './parts/editor';
import { ListPage } from './parts/list-page';
import { useOpen, useSetOpen } from './parts/use-open';
import { draftsQuery } from './queries';

/** Rules that are not in force: what they would change, and the buttons that put them live and take them back. */
export function DraftsPage() {
  const { t, i18n } = useTranslation();
  const list = useQuery(draftsQuery);
  const open = useOpen();
  const now = useNow();
  const row = list.data?.find((draft) => draft.id === open) ?? null;
  const contents = (draft: DraftLine) =>
    new Intl.ListFormat(i18n.language, { type: 'unit' }).format([
      ...(draft.queues > 0 ? [t('drafts.queues', { count: draft.queues })] : []),
      ...(draft.pools > 0 ? [t('drafts.pools', { count: draft.pools })] : []),
      ...(draft.agents > 0 ? [t('drafts.agents', { count: draft.agents })] : []),
    ]);
  return (
    <ListPage
      title={t('drafts.title')}
      lead={t('drafts.lead')}
      list={list}
      nameLabel={t('fields.name')}
      nameOf={(draft) => draft.name}
      columns={[
        { label: t('drafts.state'), cell: (draft) => t(`drafts.${draft.state}`) },
        { label: t('drafts.contents'), cell: contents },
        { label: t('drafts.liveSince'), cell: (draft) => (draft.state === 'live' && draft.liveAt ? momentText(draft.liveAt, now, i18n.language) : '') },
      ]}
      words={(draft) => [draft.name, t(`drafts.${draft.state}`)]}
      empty={t('drafts.empty')}
    >
      {open !== undefined && list.data && (row ? <DraftDrawer key={open} line={row} /> : <Gone />)}
    </ListPage>
  );
}

function DraftDrawer({ line }: { line: DraftLine }) {
  const { t } = useTranslation();
  const setOpen = useSetOpen();
  const close = () => { setOpen(undefined); };
  const draft = useQuery({
    queryKey: ['drafts', line.id],
    staleTime: 0,
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/drafts/{id}', { params: { path: { id: line.id } }, signal })),
  });
  return (
    <SideDrawer title={line.name} onClose={close}>
      {draft.isPending && <Loading label={t('admin.loading')} />}
      {draft.isError && <Failed title={t('admin.failed')} error={draft.error} retry={() => void draft.refetch()} />}
      {draft.data && <Contents draft={draft.data} close={close} />}
    </SideDrawer>
  );
}

function Contents({ draft, close }: { draft: Draft; close: () => void }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const act = useActions(draft, close);
  const live = draft.state === 'live';
  return (
    <div className={classes.form}>
      <div className={classes.fields}>
        <Group gap="xs">
          <Badge variant="default" tt="none">{t(`drafts.${draft.state}`)}</Badge>
          <Text size="sm" c="dimmed">{t(live ? 'drafts.liveHint' : 'drafts.draftHint')}</Text>
        </Group>
        {draft.outdated && (
          <Alert color="yellow" role="status" title={t('drafts.outdated')} styles={{ title: { color: 'var(--mantine-color-text)' } }}>
            <Stack gap="sm" align="flex-start">
              <Text size="sm">{t(live ? 'drafts.outdatedLive' : 'drafts.outdatedDraft')}</Text>
              {!live && <Button size="xs" variant="default" loading={act.isPending} onClick={() => { act.mutate('rebase'); }}>{t('drafts.rebase')}</Button>}
            </Stack>
          </Alert>
        )}
        <DraftChanges from={live ? draft.before : draft.inForce} to={draft.rules} />
        {act.isError && <Alert color="red" role="alert" title={t('drafts.failed')}>{problemText(act.error)}</Alert>}
      </div>
      <div className={classes.foot}>
        {!live && <Button variant="default" loading={act.isPending} onClick={() => { act.mutate('discard'); }}>{t('drafts.discard')}</Button>}
        {live
          ? <Button data-autofocus disabled={draft.outdated} loading={act.isPending} onClick={() => { act.mutate('rollback'); }}>{t('drafts.rollback')}</Button>
          : <Button data-autofocus disabled={draft.outdated} loading={act.isPending} onClick={() => { act.mutate('publish'); }}>{t('drafts.publish')}</Button>}
      </div>
    </div>
  );
}

type Action = 'publish' | 'rollback' | 'rebase' | 'discard';

function useActions({ id, name, rules, version }: Draft, close: () => void) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const params = { path: { id } };
  return useMutation({
    mutationFn: async (action: Action) => {
      switch (action) {
        case 'publish': return await answerOf(api.POST('/api/v1/drafts/{id}/publish', { params, body: { version } }));
        case 'rollback': return await answerOf(api.POST('/api/v1/drafts/{id}/rollback', { params, body: { version } }));
        case 'rebase': return await answerOf(api.PUT('/api/v1/drafts/{id}', { params, body: { name, rules, version } }));
        case 'discard': return await answerOf(api.DELETE('/api/v1/drafts/{id}', { params }));
      }
    },
    onSuccess: (_, action) => {
      notifications.show({ message: t(`drafts.done-${action}`, { name }), autoClose: 3000 });
      if (action === 'discard') close();
    },
    // It may have changed under us; what is in force has, when it went live.
    onSettled: () => {
      for (const room of ['drafts', 'queues', 'pools', 'agents']) void queryClient.invalidateQueries({ queryKey: [room] });
    },
  });
}
