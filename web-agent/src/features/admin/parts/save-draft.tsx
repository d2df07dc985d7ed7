import { Alert, Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '@/shared/api/client';
import type { DraftedRules } from '@/shared/api/types';
import { useProblemText } from '@/shared/ui/use-problem-text';
import { draftsQuery } from '@/features/admin/queries';

interface SaveDraftProps {
  rules: DraftedRules;
  /** Of what the rules are. */
  name: string;
  close: () => void;
  saved: () => void;
}

/** Asks for the draft that takes the rules: a new one, or one that has others already. */
export function SaveDraft({ rules, name, close, saved }: SaveDraftProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const queryClient = useQueryClient();
  const drafts = useQuery(draftsQuery);
  const [into, setInto] = useState<string | null>(null);
  const [title, setTitle] = useState(name);
  const save = useMutation({
    mutationFn: async () => {
      if (into === null) return await answerOf(api.POST('/api/v1/drafts', { body: { name: title.trim(), rules } }));
      const there = await answerOf(api.GET('/api/v1/drafts/{id}', { params: { path: { id: into } } }));
      return await answerOf(api.PUT('/api/v1/drafts/{id}', {
        params: { path: { id: into } },
        body: { name: there.name, rules: joined(there.rules, rules), version: there.version },
      }));
    },
    onSuccess: (draft) => {
      void queryClient.invalidateQueries({ queryKey: ['drafts'] });
      notifications.show({ message: t('drafts.saved', { name: draft.name }) });
      saved();
    },
  });
  const open = (drafts.data ?? []).filter((draft) => draft.state !== 'live');
  return (
    <Modal opened onClose={close} title={t('drafts.saveAs')} closeButtonProps={{ 'aria-label': t('common.close') }} zIndex={300}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Stack>
          <Text size="sm">{t('drafts.saveHint')}</Text>
          {open.length > 0 && (
            <Select
              label={t('drafts.into')}
              data={[{ value: '', label: t('drafts.new') }, ...open.map((draft) => ({ value: draft.id, label: draft.name }))]}
              value={into ?? ''}
              onChange={(id) => { setInto(id === null || id === '' ? null : id); }}
              allowDeselect={false}
              comboboxProps={{ zIndex: 301 }}
            />
          )}
          {into === null && (
            <TextInput label={t('fields.name')} required maxLength={100} data-autofocus value={title} onChange={(event) => { setTitle(event.currentTarget.value); }} />
          )}
          {save.isError && <Alert color="red" role="alert" title={t('admin.saveFailed')}>{problemText(save.error)}</Alert>}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>{t('common.cancel')}</Button>
            <Button type="submit" loading={save.isPending} disabled={into === null && title.trim() === ''}>{t('drafts.saveAs')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** The other rules, with these in the place of those of the same queue, pool or agent. */
export function joined(there: DraftedRules, fresh: DraftedRules): DraftedRules {
  return {
    queues: [...(there.queues ?? []).filter((old) => !fresh.queues?.some((one) => one.queueId === old.queueId)), ...(fresh.queues ?? [])],
    pools: [...(there.pools ?? []).filter((old) => !fresh.pools?.some((one) => one.poolId === old.poolId)), ...(fresh.pools ?? [])],
    agents: [...(there.agents ?? []).filter((old) => !fresh.agents?.some((one) => one.agentId === old.agentId)), ...(fresh.agents ?? [])],
  };
}
