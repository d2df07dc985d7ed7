import { Button, Checkbox, FileButton, Group, Text, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api, rawBody } from '@/shared/api/client';
import type { CannedReply } from '@/shared/api/types';
import { pickAnew } from '@/shared/ui/pick-file';
import { useProblemText } from '@/shared/ui/use-problem-text';
import classes from './admin.module.css';
import { useChecks } from './parts/checks';
import { ClientField, usePresetClient } from './parts/client-field';
import { useClientFilter, useClientName } from './parts/client-filter';
import { Editor, Gone } from './parts/editor';
import { ListPage } from './parts/list-page';
import { sheetErrors } from './parts/sheet-errors';
import { useOpen } from './parts/use-open';
import { cannedRepliesQuery } from './queries';

export function CannedRepliesPage() {
  const { t } = useTranslation();
  const list = useQuery(cannedRepliesQuery);
  const open = useOpen();
  const clientName = useClientName();
  const client = useClientFilter();
  const row = list.data?.find((reply) => reply.id === open) ?? null;
  const shown = list.data?.filter((reply) => client.id === null || reply.clientId === client.id);
  return (
    <ListPage
      title={t('cannedReplies.title')}
      lead={t('cannedReplies.lead')}
      list={{ ...list, data: shown }}
      nothing={list.data?.length === 0}
      filter={
        <>
          {client.select}
          {client.id !== null && <Sheet clientId={client.id} />}
        </>
      }
      nameLabel={t('cannedReplies.name')}
      nameOf={(reply) => reply.title}
      mark={(reply) => (reply.active ? null : t('admin.inactive'))}
      columns={[
        { label: t('fields.client'), cell: (reply) => clientName(reply.clientId) },
        { label: t('cannedReplies.shortcut'), cell: (reply) => <span className={classes.key}>/{reply.shortcut}</span> },
        { label: t('cannedReplies.text'), cell: (reply) => <Text size="sm" lineClamp={1} maw={480}>{reply.text}</Text> },
      ]}
      words={(reply) => [reply.title, reply.shortcut, reply.text, clientName(reply.clientId)]}
      empty={t('cannedReplies.empty')}
      addLabel={t('cannedReplies.add')}
    >
      {open !== undefined && list.data && (open === 'new' || row ? <ReplyEditor key={open} row={row} clientId={client.id} /> : <Gone />)}
    </ListPage>
  );
}

/** One client's replies as a sheet, out and in. */
function Sheet({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const problemText = useProblemText();
  const take = useMutation({
    mutationFn: (file: File) =>
      answerOf(
        api.PUT('/api/v1/canned-replies/sheet', {
          params: { query: { clientId } },
          ...rawBody(file, 'text/csv'),
        }),
      ),
    onSuccess: (taken) => {
      notifications.show({ message: t('cannedReplies.taken', { added: taken.added, changed: taken.changed, unchanged: taken.unchanged }) });
      void queryClient.invalidateQueries({ queryKey: ['canned-replies'] });
    },
    onError: (error) =>
      notifications.show({ color: 'red', autoClose: false, title: t('cannedReplies.notTaken'), styles: { description: { whiteSpace: 'pre-line' } }, message: sheetErrors(error)?.map(([row, text]) => `${row}: ${text}`).join('\n') ?? problemText(error) }),
  });
  return (
    <Group gap="xs">
      <Button component="a" variant="default" href={`/api/v1/canned-replies/sheet?clientId=${clientId}`} download="canned-replies.csv">
        {t('cannedReplies.export')}
      </Button>
      <FileButton accept=".csv,text/csv" inputProps={pickAnew} onChange={(file) => { if (file) take.mutate(file); }}>
        {(props) => (
          <Button {...props} variant="default" loading={take.isPending}>
            {t('cannedReplies.import')}
          </Button>
        )}
      </FileButton>
    </Group>
  );
}

function ReplyEditor({ row, clientId: filtered }: { row: CannedReply | null; clientId: string | null }) {
  const { t } = useTranslation();
  const check = useChecks();
  const preset = usePresetClient(filtered);
  return (
    <Editor
      room="canned-replies"
      title={row ? t('cannedReplies.edit', { name: row.title }) : t('cannedReplies.add')}
      row={row}
      valuesOf={(from: CannedReply | null) => ({
        clientId: from?.clientId ?? preset,
        title: from?.title ?? '',
        shortcut: from?.shortcut ?? '',
        text: from?.text ?? '',
        active: from?.active ?? true,
      })}
      labels={{
        clientId: t('fields.client'),
        title: t('cannedReplies.name'),
        shortcut: t('cannedReplies.shortcut'),
        text: t('cannedReplies.text'),
        active: t('fields.active'),
      }}
      nameOf={(values) => values.title}
      validate={{ clientId: check.chosen, title: check.text(100), shortcut: check.key(), text: check.text(10_000) }}
      read={(id) => answerOf(api.GET('/api/v1/canned-replies/{id}', { params: { path: { id } } }))}
      save={({ clientId, title, shortcut, text, active }, version) =>
        row
          ? answerOf(api.PUT('/api/v1/canned-replies/{id}', { params: { path: { id: row.id } }, body: { shortcut, title, text, active, version } }))
          : answerOf(api.POST('/api/v1/canned-replies', { body: { clientId: clientId ?? '', shortcut, title, text, active } }))
      }
    >
      {(form) => (
        <>
          <ClientField owner={row?.clientId ?? null} {...form.getInputProps('clientId')} />
          <TextInput label={t('cannedReplies.name')} required data-autofocus={row !== null || undefined} {...form.getInputProps('title')} />
          <TextInput label={t('cannedReplies.shortcut')} description={t('cannedReplies.shortcutHint')} required {...form.getInputProps('shortcut')} />
          <Textarea
            label={t('cannedReplies.text')}
            description={t('cannedReplies.textHint', { variables: '{{customer}}, {{agent}}, {{client}}, {{number}}' })}
            required
            autosize
            minRows={4}
            maxRows={14}
            {...form.getInputProps('text')}
          />
          {row && (
            <Checkbox label={t('fields.active')} description={t('cannedReplies.activeHint')} {...form.getInputProps('active', { type: 'checkbox' })} />
          )}
        </>
      )}
    </Editor>
  );
}
