import { Checkbox, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '@/shared/api/client';
import type { Client } from '@/shared/api/types';
import classes from './admin.module.css';
import { SitesField } from './parts/calendar-field';
import { useChecks } from './parts/checks';
import { Editor, Gone } from './parts/editor';
import { fieldOf } from './parts/field';
import { ListPage } from './parts/list-page';
import { useOpen } from './parts/use-open';
import { clientsQuery } from './queries';

export function ClientsPage() {
  const { t } = useTranslation();
  const list = useQuery(clientsQuery);
  const open = useOpen();
  const row = list.data?.find((client) => client.id === open) ?? null;
  return (
    <ListPage
      title={t('clients.title')}
      lead={t('clients.lead')}
      list={list}
      nameLabel={t('fields.name')}
      nameOf={(client) => client.name}
      mark={(client) => (client.active ? null : t('admin.inactive'))}
      columns={[{ label: t('fields.key'), cell: (client) => <span className={classes.key}>{client.key}</span> }]}
      words={(client) => [client.name, client.key]}
      empty={t('clients.empty')}
      addLabel={t('clients.add')}
    >
      {open !== undefined && list.data && (open === 'new' || row ? <ClientEditor key={open} row={row} /> : <Gone />)}
    </ListPage>
  );
}

const valuesOf = (row: Client | null) => ({ name: row?.name ?? '', key: row?.key ?? '', active: row?.active ?? true, sites: row?.sites ?? [] });

function ClientEditor({ row }: { row: Client | null }) {
  const { t } = useTranslation();
  const check = useChecks();
  return (
    <Editor
      room="clients"
      title={row ? t('clients.edit', { name: row.name }) : t('clients.add')}
      row={row}
      valuesOf={valuesOf}
      labels={{ name: t('fields.name'), key: t('fields.key'), active: t('fields.active'), sites: t('sites.title') }}
      nameOf={(values) => values.name}
      validate={{ name: check.text(100), key: check.key() }}
      read={(id) => answerOf(api.GET('/api/v1/clients/{id}', { params: { path: { id } } }))}
      save={({ name, key, active, sites }, version) =>
        row
          ? answerOf(api.PUT('/api/v1/clients/{id}', { params: { path: { id: row.id } }, body: { name, active, sites, version } }))
          : answerOf(api.POST('/api/v1/clients', { body: { key, name } }))
      }
    >
      {(form) => (
        <>
          <TextInput label={t('fields.name')} data-autofocus required {...form.getInputProps('name')} />
          <TextInput
            label={t('fields.key')}
            description={t('fields.keyHint')}
            required={row === null}
            readOnly={row !== null}
            {...form.getInputProps('key')}
          />
          {row && <SitesField label={t('sites.title')} hint={t('sites.servedHint')} {...fieldOf(form, 'sites')} />}
          {row && (
            <Checkbox
              label={t('fields.active')}
              description={t('clients.activeHint')}
              {...form.getInputProps('active', { type: 'checkbox' })}
            />
          )}
        </>
      )}
    </Editor>
  );
}
