import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '@/shared/api/client';
import type { Skill } from '@/shared/api/types';
import classes from './admin.module.css';
import { useChecks } from './parts/checks';
import { Editor, Gone } from './parts/editor';
import { ListPage } from './parts/list-page';
import { useOpen } from './parts/use-open';
import { skillsQuery } from './queries';

export function SkillsPage() {
  const { t } = useTranslation();
  const list = useQuery(skillsQuery);
  const open = useOpen();
  const row = list.data?.find((skill) => skill.id === open) ?? null;
  return (
    <ListPage
      title={t('skills.title')}
      lead={t('skills.lead')}
      list={list}
      nameLabel={t('fields.name')}
      nameOf={(skill) => skill.name}
      columns={[{ label: t('fields.key'), cell: (skill) => <span className={classes.key}>{skill.key}</span> }]}
      words={(skill) => [skill.name, skill.key]}
      empty={t('skills.empty')}
      addLabel={t('skills.add')}
    >
      {open !== undefined && list.data && (open === 'new' || row ? <SkillEditor key={open} row={row} /> : <Gone />)}
    </ListPage>
  );
}

const valuesOf = (row: Skill | null) => ({ name: row?.name ?? '', key: row?.key ?? '' });

function SkillEditor({ row }: { row: Skill | null }) {
  const { t } = useTranslation();
  const check = useChecks();
  return (
    <Editor
      room="skills"
      title={row ? t('skills.edit', { name: row.name }) : t('skills.add')}
      row={row}
      valuesOf={valuesOf}
      labels={{ name: t('fields.name'), key: t('fields.key') }}
      nameOf={(values) => values.name}
      validate={{ name: check.text(100), key: check.key() }}
      read={(id) => answerOf(api.GET('/api/v1/skills/{id}', { params: { path: { id } } }))}
      save={({ name, key }, version) =>
        row
          ? answerOf(api.PUT('/api/v1/skills/{id}', { params: { path: { id: row.id } }, body: { name, version } }))
          : answerOf(api.POST('/api/v1/skills', { body: { key, name } }))
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
        </>
      )}
    </Editor>
  );
}
