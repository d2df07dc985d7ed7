import { Alert, Button, FileButton, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import classes from '@/features/admin/admin.module.css';
import { answerOf, api, rawBody } from '@/shared/api/client';
import { hasCode } from '@/shared/api/problem';
import type { Calendar } from '@/shared/api/types';
import { pickAnew } from '@/shared/ui/pick-file';
import { useProblemText } from '@/shared/ui/use-problem-text';
import type { SpecialDay } from './hours';
import { sheetErrors } from './sheet-errors';

interface HolidayFileProps {
  calendar: Calendar;
  days: SpecialDay[];
  add: (days: SpecialDay[]) => void;
}

/** The days of an iCalendar file into the form, as the server reads them. They are kept when the form is saved. */
export function HolidayFile({ calendar, days, add }: HolidayFileProps) {
  const { t } = useTranslation();
  const read = useMutation({
    mutationFn: (file: File) =>
      answerOf(
        api.POST('/api/v1/calendars/{id}/holidays/import', {
          params: { path: { id: calendar.id }, query: { version: calendar.version, dryRun: true } },
          ...rawBody(file, 'text/calendar'),
        }),
      ),
    onSuccess: (taken) => {
      const there = new Set(days.map((day) => day.date));
      const fresh = taken.added.filter((day) => !there.has(day.date));
      if (fresh.length > 0) add(fresh.map(({ date, name }) => ({ date, name, hours: '' })));
    },
  });
  const there = new Set(days.map((day) => day.date));
  const added = read.data?.added.filter((day) => there.has(day.date)).length ?? 0;
  return (
    <>
      <FileButton accept=".ics,text/calendar" inputProps={pickAnew} onChange={(file) => { if (file) read.mutate(file); }}>
        {(props) => (
          <Button {...props} size="compact-sm" variant="default" loading={read.isPending}>
            {t('calendars.readHolidays')}
          </Button>
        )}
      </FileButton>
      <Text size="sm" role="status">
        {read.data && (added > 0 ? t('calendars.holidaysRead', { count: added }) : t('calendars.holidaysNone'))}
      </Text>
      {read.isError && <Wrong error={read.error} />}
    </>
  );
}

function Wrong({ error }: { error: Error }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const lines = sheetErrors(error);
  return (
    <Alert color="red" role="alert" w="100%" title={t('calendars.holidaysWrong')}>
      {hasCode(error, 'body_too_large') ? t('calendars.holidaysLarge')
        : lines === null ? problemText(error)
        : <ul className={classes.said}>{lines.map(([line, text]) => <li key={line}>{`${line}: ${text}`}</li>)}</ul>}
    </Alert>
  );
}
