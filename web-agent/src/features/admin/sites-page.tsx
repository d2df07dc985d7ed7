import { Checkbox, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '@/shared/api/client';
import type { Site } from '@/shared/api/types';
import { CalendarField, useCalendarText } from './parts/calendar-field';
import { useChecks } from './parts/checks';
import { Editor, Gone } from './parts/editor';
import { fieldOf } from './parts/field';
import { timeZones } from './parts/hours';
import { ListPage } from './parts/list-page';
import { useOpen } from './parts/use-open';
import { sitesQuery } from './queries';

export function SitesPage() {
  const { t, i18n } = useTranslation();
  const list = useQuery(sitesQuery);
  const open = useOpen();
  const calendarText = useCalendarText();
  const row = list.data?.find((site) => site.id === open) ?? null;
  const clock = (site: Site) => new Intl.DateTimeFormat(i18n.language, { timeStyle: 'short', timeZone: site.timeZone }).format(new Date());
  return (
    <ListPage
      title={t('sites.title')}
      lead={t('sites.lead')}
      list={list}
      nameLabel={t('fields.name')}
      nameOf={(site) => site.name}
      mark={(site) => (site.active ? null : t('admin.inactive'))}
      columns={[
        { label: t('calendars.timeZone'), cell: (site) => `${site.timeZone} (${clock(site)})` },
        { label: t('calendars.calendar'), cell: (site) => calendarText(site.calendarId) },
      ]}
      words={(site) => [site.name, site.timeZone]}
      empty={t('sites.empty')}
      addLabel={t('sites.add')}
    >
      {open !== undefined && list.data && (open === 'new' || row ? <SiteEditor key={open} row={row} /> : <Gone />)}
    </ListPage>
  );
}

const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const valuesOf = (row: Site | null) => ({
  name: row?.name ?? '', timeZone: row?.timeZone ?? ownZone, calendarId: row?.calendarId ?? null, active: row?.active ?? true,
});

function SiteEditor({ row }: { row: Site | null }) {
  const { t } = useTranslation();
  const check = useChecks();
  const labels = { name: t('fields.name'), timeZone: t('calendars.timeZone'), calendarId: t('calendars.calendar'), active: t('fields.active') };
  return (
    <Editor
      room="sites"
      title={row ? t('sites.edit', { name: row.name }) : t('sites.add')}
      row={row}
      valuesOf={valuesOf}
      labels={labels}
      nameOf={(values) => values.name}
      validate={{ name: check.text(100), timeZone: check.chosen }}
      read={(id) => answerOf(api.GET('/api/v1/sites/{id}', { params: { path: { id } } }))}
      save={({ name, timeZone, calendarId, active }, version) =>
        row
          ? answerOf(api.PUT('/api/v1/sites/{id}', { params: { path: { id: row.id } }, body: { name, timeZone, calendarId, active, version } }))
          : answerOf(api.POST('/api/v1/sites', { body: { name, timeZone, calendarId } }))
      }
    >
      {(form) => (
        <>
          <TextInput label={labels.name} data-autofocus required {...form.getInputProps('name')} />
          <Select label={labels.timeZone} data={timeZones} searchable required openOnFocus={false} allowDeselect={false} {...form.getInputProps('timeZone')} />
          <CalendarField label={labels.calendarId} {...fieldOf(form, 'calendarId')} />
          {row && <Checkbox label={labels.active} description={t('sites.activeHint')} {...form.getInputProps('active', { type: 'checkbox' })} />}
        </>
      )}
    </Editor>
  );
}
