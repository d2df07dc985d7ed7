import type { Calendar } from '@/shared/api/types';

type Version = Calendar['versions'][number];

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof weekdays)[number];

export interface SpecialDay {
  date: string;
  name: string;
  hours: string;
}

/** Hours as people write them: a line a day, like 09:00-12:30, 14:00-18:00. */
export interface WrittenHours {
  timeZone: string;
  week: Record<Weekday, string>;
  specialDays: SpecialDay[];
}

interface Window {
  from: string;
  to: string;
}

const range = /^(\d{1,2}:\d\d)\s*[-–—]\s*(\d{1,2}:\d\d)$/;

/** The windows of a line; null when it does not say any. */
export function readWindows(line: string): Window[] | null {
  const windows: Window[] = [];
  for (const part of line.split(',').map((text) => text.trim()).filter(Boolean)) {
    const [, from = '', to = ''] = range.exec(part) ?? [];
    const window = { from: from.padStart(5, '0'), to: to.padStart(5, '0') };
    if (!isTime(window.from) || !isTime(window.to) || window.from === '24:00' || window.from === window.to) return null;
    windows.push(window);
  }
  return windows;
}

function isTime(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(text);
}

export function writeWindows(windows: Window[]): string {
  return windows.map(({ from, to }) => `${from}-${to}`).join(', ');
}

export function written(version: Version | undefined, timeZone: string): WrittenHours {
  const line = (day: Weekday) => writeWindows((version?.windows ?? []).filter((window) => window.day === day));
  return {
    timeZone: version?.timeZone ?? timeZone,
    week: Object.fromEntries(weekdays.map((day) => [day, line(day)])) as Record<Weekday, string>,
    specialDays: (version?.specialDays ?? []).map(({ date, name, windows }) => ({ date, name, hours: writeWindows(windows) })),
  };
}

/** As the server takes them; null while something is not written as it should be. */
export function plainHours({ timeZone, week, specialDays }: WrittenHours) {
  const days = weekdays.map((day) => readWindows(week[day])?.map((window) => ({ day, ...window })));
  const special = specialDays.map((day) => ({ date: day.date, name: day.name.trim(), windows: readWindows(day.hours) }));
  if (days.includes(undefined) || special.some((day) => day.windows === null || day.date === '')) return null;
  return { timeZone, windows: days.flatMap((day) => day ?? []), specialDays: special.map((day) => ({ ...day, windows: day.windows ?? [] })) };
}

/** When a date begins at a place. */
export function startOfDay(date: string, timeZone: string): string {
  const wall = Date.parse(`${date}T00:00:00Z`);
  let instant = wall - offsetAt(wall, timeZone);
  // The offset of the guess may be another than that of the instant.
  instant = wall - offsetAt(instant, timeZone);
  return new Date(instant).toISOString();
}

function offsetAt(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
  }).formatToParts(instant);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) - Math.floor(instant / 1000) * 1000;
}

export const timeZones = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];

/** The zone of the hours in force. */
export function zoneOf({ versions }: Calendar): string {
  const inForce = versions.findLast((version) => Date.parse(version.validFrom) <= Date.now()) ?? versions[0];
  return inForce?.timeZone ?? 'UTC';
}
