import { Checkbox, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '@/shared/api/client';
import type { Disposition } from '@/shared/api/types';
import classes from './admin.module.css';
import { useChecks } from './parts/checks';
import { ClientField, usePresetClient } from './parts/client-field';
import { useClientFilter, useClientName } from './parts/client-filter';
import { Editor, Gone } from './parts/editor';
import { ListPage } from './parts/list-page';
import { useOpen } from './parts/use-open';
import { dispositionsQuery } from './queries';

export function DispositionsPage() {
  const { t } = useTranslation();
  const list = useQuery(dispositionsQuery);
  const open = useOpen();
  const clientName = useClientName();
  const client = useClientFilter();
  const row = list.data?.find((disposition) => disposition.id === open) ?? null;
  const shown = list.data?.filter((disposition) => client.id === null || disposition.clientId === client.id);
  return (
    <ListPage
      title={t('dispositions.title')}
      lead={t('dispositions.lead')}
      list={{ ...list, data: shown }}
      nothing={list.data?.length === 0}
      filter={client.select}
      nameLabel={t('fields.label')}
      nameOf={(disposition) => disposition.label}
      mark={(disposition) => (disposition.active ? null : t('admin.inactive'))}
      columns={[
        { label: t('fields.client'), cell: (disposition) => clientName(disposition.clientId) },
        { label: t('fields.key'), cell: (disposition) => <span className={classes.key}>{disposition.key}</span> },
      ]}
      words={(disposition) => [disposition.label, disposition.key, clientName(disposition.clientId)]}
      empty={t('dispositions.empty')}
      addLabel={t('dispositions.add')}
    >
      {open !== undefined && list.data && (open === 'new' || row ? <DispositionEditor key={open} row={row} clientId={client.id} /> : <Gone />)}
    </ListPage>
  );
}

function DispositionEditor({ row, clientId: filtered }: { row: Disposition | null; clientId: string | null }) {
  const { t } = useTranslation();
  const check = useChecks();
  const preset = usePresetClient(filtered);
  return (
    <Editor
      room="dispositions"
      title={row ? t('dispositions.edit', { name: row.label }) : t('dispositions.add')}
      row={row}
      valuesOf={(from: Disposition | null) => ({
        clientId: from?.clientId ?? preset,
        label: from?.label ?? '',
        key: from?.key ?? '',
        active: from?.active ?? true,
      })}
      labels={{ clientId: t('fields.client'), label: t('fields.label'), key: t('fields.key'), active: t('fields.active') }}
      nameOf={(values) => values.label}
      validate={{ clientId: check.chosen, label: check.text(100), key: check.key(40) }}
      read={(id) => answerOf(api.GET('/api/v1/dispositions/{id}', { params: { path: { id } } }))}
      save={({ clientId, label, key, active }, version) =>
        row
          ? answerOf(api.PUT('/api/v1/dispositions/{id}', { params: { path: { id: row.id } }, body: { key, label, active, version } }))
          : answerOf(api.POST('/api/v1/dispositions', { body: { clientId: clientId ?? '', key, label } }))
      }
    >
      {(form) => (
        <>
          <ClientField owner={row?.clientId ?? null} {...form.getInputProps('clientId')} />
          <TextInput label={t('fields.label')} required data-autofocus={row !== null || undefined} {...form.getInputProps('label')} />
          <TextInput label={t('fields.key')} description={t('dispositions.keyHint')} required {...form.getInputProps('key')} />
          {row && (
            <Checkbox
              label={t('fields.active')}
              description={t('dispositions.activeHint')}
              {...form.getInputProps('active', { type: 'checkbox' })}
            />
          )}
        </>
      )}
    </Editor>
  );
}
