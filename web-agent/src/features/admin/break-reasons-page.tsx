import { Checkbox, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '@/shared/api/client';
import type { BreakReason } from '@/shared/api/types';
import classes from './admin.module.css';
import { useChecks } from './parts/checks';
import { Editor, Gone } from './parts/editor';
import { ListPage } from './parts/list-page';
import { useOpen } from './parts/use-open';
import { breakReasonsQuery } from './queries';

export function BreakReasonsPage() {
  const { t } = useTranslation();
  const list = useQuery(breakReasonsQuery);
  const open = useOpen();
  const row = list.data?.find((reason) => reason.id === open) ?? null;
  return (
    <ListPage
      title={t('breakReasons.title')}
      lead={t('breakReasons.lead')}
      list={list}
      nameLabel={t('fields.label')}
      nameOf={(reason) => reason.label}
      mark={(reason) => (reason.system ? t('breakReasons.system') : reason.active ? null : t('admin.inactive'))}
      columns={[{ label: t('fields.key'), cell: (reason) => <span className={classes.key}>{reason.key}</span> }]}
      words={(reason) => [reason.label, reason.key]}
      empty={t('breakReasons.empty')}
      addLabel={t('breakReasons.add')}
    >
      {open !== undefined && list.data && (open === 'new' || row ? <ReasonEditor key={open} row={row} /> : <Gone />)}
    </ListPage>
  );
}

const valuesOf = (row: BreakReason | null) => ({ label: row?.label ?? '', key: row?.key ?? '', active: row?.active ?? true });

function ReasonEditor({ row }: { row: BreakReason | null }) {
  const { t } = useTranslation();
  const check = useChecks();
  const system = row?.system ?? false;
  return (
    <Editor
      room="break-reasons"
      title={row ? t('breakReasons.edit', { name: row.label }) : t('breakReasons.add')}
      row={row}
      readOnly={system}
      valuesOf={valuesOf}
      labels={{ label: t('fields.label'), key: t('fields.key'), active: t('fields.active') }}
      nameOf={(values) => values.label}
      validate={{ label: check.text(100), key: check.key() }}
      read={(id) => answerOf(api.GET('/api/v1/break-reasons/{id}', { params: { path: { id } } }))}
      save={({ label, key, active }, version) =>
        row
          ? answerOf(api.PUT('/api/v1/break-reasons/{id}', { params: { path: { id: row.id } }, body: { label, active, version } }))
          : answerOf(api.POST('/api/v1/break-reasons', { body: { key, label } }))
      }
    >
      {(form) => (
        <>
          <TextInput label={t('fields.label')} data-autofocus required={!system} readOnly={system} {...form.getInputProps('label')} />
          <TextInput
            label={t('fields.key')}
            description={t('fields.keyHint')}
            required={row === null}
            readOnly={row !== null}
            {...form.getInputProps('key')}
          />
          {row && !system && (
            <Checkbox
              label={t('fields.active')}
              description={t('breakReasons.activeHint')}
              {...form.getInputProps('active', { type: 'checkbox' })}
            />
          )}
        </>
      )}
    </Editor>
  );
}
