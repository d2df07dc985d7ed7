import { MultiSelect, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { calendarsQuery, sitesQuery } from '@/features/admin/queries';
import { may, useSession } from '@/shared/api/session';
import type { Field } from './field';
import { zoneOf } from './hours';
import { useOpenText } from './open-text';

/** Calendars and sites are shown with the clients: who may not see those sees none of these. */
const useSees = () => may(useSession(), 'clients.read');
const useCalendars = () => useQuery({ ...calendarsQuery, enabled: useSees() }).data ?? [];
const useSites = () => useQuery({ ...sitesQuery, enabled: useSees() }).data ?? [];

/** What a calendar is called, and whether it is open. */
export function useCalendarText(): (id: string | null | undefined) => string {
  const calendars = useCalendars();
  const openText = useOpenText();
  return (id) => {
    const calendar = calendars.find((one) => one.id === id);
    return calendar ? `${calendar.name}: ${openText(calendar, zoneOf(calendar))}` : '';
  };
}

export function CalendarField({ label, hint, value, onChange, error }: Field<string | null> & { label: string; hint?: string }) {
  const { t } = useTranslation();
  const calendars = useCalendars();
  const text = useCalendarText();
  return (
    <Select
      label={label}
      description={hint === undefined ? text(value) : [hint, text(value)].filter(Boolean).join(' ')}
      data={calendars.map((calendar) => ({ value: calendar.id, label: calendar.name }))}
      value={value}
      onChange={onChange}
      error={error}
      placeholder={t('common.none')}
      clearable
      searchable
      openOnFocus={false}
      nothingFoundMessage={t('common.none')}
    />
  );
}

export function useSiteName(): (id: string | null | undefined) => string {
  const sites = useSites();
  return (id) => sites.find((site) => site.id === id)?.name ?? '';
}

const choices = (sites: { id: string; name: string; active: boolean }[], chosen: (id: string) => boolean) =>
  sites.filter((site) => site.active || chosen(site.id)).map((site) => ({ value: site.id, label: site.name }));

export function SiteField({ label, hint, value, onChange, error }: Field<string | null> & { label: string; hint: string }) {
  const { t } = useTranslation();
  const sites = useSites();
  return (
    <Select
      label={label}
      description={hint}
      data={choices(sites, (id) => id === value)}
      value={value}
      onChange={onChange}
      error={error}
      placeholder={t('common.none')}
      clearable
      openOnFocus={false}
      nothingFoundMessage={t('common.none')}
    />
  );
}

export function SitesField({ label, hint, value, onChange, error }: Field<string[]> & { label: string; hint: string }) {
  const { t } = useTranslation();
  const sites = useSites();
  return (
    <MultiSelect
      label={label}
      description={hint}
      data={choices(sites, (id) => value.includes(id))}
      value={value}
      onChange={onChange}
      error={error}
      openOnFocus={false}
      nothingFoundMessage={t('common.none')}
    />
  );
}
