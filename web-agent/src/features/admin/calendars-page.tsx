import { ActionIcon, Alert, Button, Fieldset, Group, Select, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '@/shared/api/client';
import type { Calendar } from '@/shared/api/types';
import { useNow } from '@/shared/ui/use-now';
import classes from './admin.module.css';
import { useChecks } from './parts/checks';
import { Editor, Gone } from './parts/editor';
import { type Field, fieldOf } from './parts/field';
import { HolidayFile } from './parts/holiday-file';
import { plainHours, readWindows, type SpecialDay, startOfDay, timeZones, type Weekday, weekdays, written, type WrittenHours, zoneOf } from './parts/hours';
import { ListPage } from './parts/list-page';
import { useOpenText } from './parts/open-text';
import { useOpen } from './parts/use-open';
import { calendarsQuery } from './queries';

export function CalendarsPage() {
  const { t } = useTranslation();
  const list = useQuery(calendarsQuery);
  const open = useOpen();
  const openText = useOpenText();
  const row = list.data?.find((calendar) => calendar.id === open) ?? null;
  return (
    <ListPage
      title={t('calendars.title')}
      lead={t('calendars.lead')}
      list={list}
      nameLabel={t('fields.name')}
      nameOf={(calendar) => calendar.name}
      columns={[
        { label: t('calendars.now'), cell: (calendar) => openText(calendar, zoneOf(calendar)) },
        { label: t('calendars.timeZone'), cell: zoneOf },
      ]}
      words={(calendar) => [calendar.name, zoneOf(calendar)]}
      empty={t('calendars.empty')}
      addLabel={t('calendars.add')}
    >
      {open !== undefined && list.data && (open === 'new' || row ? <CalendarEditor key={open} row={row} /> : <Gone />)}
    </ListPage>
  );
}

const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const valuesOf = (row: Calendar | null) => ({ name: row?.name ?? '', ...written(row?.versions.at(-1), ownZone), from: '' });
type Values = ReturnType<typeof valuesOf>;

function save(row: Calendar | null, { name, from, ...hours }: Values, version: number) {
  const plain = plainHours(hours);
  // The form's own checks come before it is saved.
  if (plain === null) throw new Error('Hours that cannot be read');
  return row
    ? answerOf(
        api.PUT('/api/v1/calendars/{id}', {
          params: { path: { id: row.id } },
          body: { name, ...plain, version, validFrom: from === '' ? null : startOfDay(from, plain.timeZone) },
        }),
      )
    : answerOf(api.POST('/api/v1/calendars', { body: { name, ...plain } }));
}

function CalendarEditor({ row }: { row: Calendar | null }) {
  const { t } = useTranslation();
  const check = useChecks();
  const labels = {
    name: t('fields.name'),
    timeZone: t('calendars.timeZone'),
    week: t('calendars.week'),
    specialDays: t('calendars.specialDays'),
    from: t('calendars.from'),
  };
  return (
    <Editor
      wide
      room="calendars"
      title={row ? t('calendars.edit', { name: row.name }) : t('calendars.add')}
      row={row}
      valuesOf={valuesOf}
      labels={labels}
      nameOf={(values) => values.name}
      validate={{
        name: check.text(100),
        timeZone: check.chosen,
        week: (week: Values['week']) => (weekdays.every((day) => readWindows(week[day])) ? null : t('calendars.hoursShape')),
        specialDays: (days: SpecialDay[]) => {
          if (days.some((day) => day.date === '')) return t('calendars.dateMissing');
          return days.every((day) => readWindows(day.hours)) ? null : t('calendars.hoursShape');
        },
        from: (from: string) => (from === '' || Date.parse(startOfDay(from, 'UTC')) > Date.now() - 86_400_000 ? null : t('calendars.notPast')),
      }}
      read={(id) => answerOf(api.GET('/api/v1/calendars/{id}', { params: { path: { id } } }))}
      save={(values, version) => save(row, values, version)}
    >
      {(form) => (
        <>
          <Planned row={row} />
          <div className={classes.pair}>
            <TextInput label={labels.name} data-autofocus required {...form.getInputProps('name')} />
            <Select label={labels.timeZone} data={timeZones} searchable required openOnFocus={false} allowDeselect={false} {...form.getInputProps('timeZone')} />
          </div>
          <WeekFields label={labels.week} {...fieldOf(form, 'week')} />
          <SpecialDayFields row={row} label={labels.specialDays} {...fieldOf(form, 'specialDays')} />
          {row && <TextInput type="date" label={labels.from} description={t('calendars.fromHint')} {...form.getInputProps('from')} />}
          <Preview hours={form.values} />
        </>
      )}
    </Editor>
  );
}

/** What the form shows is not in force yet. */
function Planned({ row }: { row: Calendar | null }) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const last = row?.versions.at(-1);
  if (!last || Date.parse(last.validFrom) <= now) return null;
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short', timeZone: last.timeZone }).format(new Date(last.validFrom));
  return <Alert color="blue">{t('calendars.planned', { time })}</Alert>;
}

/** What the server makes of the hours as they are typed. */
function Preview({ hours: { timeZone, week, specialDays } }: { hours: WrittenHours }) {
  const { t } = useTranslation();
  const openText = useOpenText();
  const [hours] = useDebouncedValue(JSON.stringify(plainHours({ timeZone, week, specialDays })), 300);
  const preview = useQuery({
    queryKey: ['calendars', 'preview', hours],
    enabled: hours !== 'null',
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      answerOf(api.POST('/api/v1/calendars/preview', { body: JSON.parse(hours) as NonNullable<ReturnType<typeof plainHours>>, signal })),
  });
  return (
    <Text size="sm" role="status">
      {hours !== 'null' && preview.data ? t('calendars.preview', { text: openText(preview.data, timeZone) }) : t('calendars.noPreview')}
    </Text>
  );
}

function WeekFields({ label, value, onChange, error }: Field<Record<Weekday, string>> & { label: string }) {
  const { t } = useTranslation();
  return (
    <Fieldset legend={label}>
      <Text size="sm" c="dimmed" mb="sm">
        {t('calendars.hoursHint')}
      </Text>
      <div className={classes.pair}>
        {weekdays.map((day) => (
          <TextInput
            key={day}
            label={t(`weekdays.${day}`)}
            placeholder={t('calendars.closed')}
            value={value[day]}
            error={readWindows(value[day]) ? undefined : t('calendars.hoursShape')}
            onChange={(event) => { onChange({ ...value, [day]: event.currentTarget.value }); }}
          />
        ))}
      </div>
      <FieldsError error={error} />
    </Fieldset>
  );
}

function SpecialDayFields({ row, label, value, onChange, error }: Field<SpecialDay[]> & { row: Calendar | null; label: string }) {
  const { t } = useTranslation();
  const change = (at: number, part: Partial<SpecialDay>) => { onChange(value.map((day, index) => (index === at ? { ...day, ...part } : day))); };
  return (
    <Fieldset legend={label}>
      <Text size="sm" c="dimmed" mb="sm">
        {t('calendars.specialHint')}
      </Text>
      {value.map((day, at) => (
        // They have no name of their own, and move only when one is taken away.
        <div key={at} className={classes.special} role="group" aria-label={t('calendars.special', { number: at + 1 })}>
          <TextInput type="date" aria-label={t('calendars.date')} value={day.date} onChange={(event) => { change(at, { date: event.currentTarget.value }); }} />
          <TextInput
            aria-label={t('calendars.dayName')}
            placeholder={t('calendars.dayName')}
            value={day.name}
            maxLength={100}
            onChange={(event) => { change(at, { name: event.currentTarget.value }); }}
          />
          <TextInput
            aria-label={t('calendars.dayHours')}
            placeholder={t('calendars.closed')}
            value={day.hours}
            error={readWindows(day.hours) ? undefined : true}
            onChange={(event) => { change(at, { hours: event.currentTarget.value }); }}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            c="var(--mantine-color-text)"
            aria-label={t('calendars.removeDay', { number: at + 1 })}
            onClick={() => { onChange(value.filter((_, index) => index !== at)); }}
          >
            ×
          </ActionIcon>
        </div>
      ))}
      <Group gap="xs">
        <Button size="compact-sm" variant="default" onClick={() => { onChange([...value, { date: '', name: '', hours: '' }]); }}>
          {t('calendars.addDay')}
        </Button>
        {row && <HolidayFile calendar={row} days={value} add={(days) => { onChange([...value, ...days]); }} />}
      </Group>
      <FieldsError error={error} />
    </Fieldset>
  );
}

function FieldsError({ error }: { error: React.ReactNode }) {
  if (error === undefined || error === null) return null;
  return (
    <Text size="sm" c="var(--mantine-color-error)" mt="xs" role="alert">
      {error}
    </Text>
  );
}
