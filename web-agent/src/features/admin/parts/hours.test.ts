import { expect, it } from 'vitest';
import { plainHours, readWindows, startOfDay, written } from './hours';

it.each([
  ['', []],
  ['9:00-12:30, 14:00 – 18:00', [{ from: '09:00', to: '12:30' }, { from: '14:00', to: '18:00' }]],
  ['22:00-06:00', [{ from: '22:00', to: '06:00' }]],
  ['00:00-24:00', [{ from: '00:00', to: '24:00' }]],
  ['24:00-06:00', null],
  ['09:00-09:00', null],
  ['09:00', null],
  ['25:00-26:00', null],
  ['from nine to five', null],
])('reads a line of hours: %s', (line, windows) => {
  expect(readWindows(line)).toEqual(windows);
});

it('writes what it has read', () => {
  const hours = written(
    {
      validFrom: '2026-01-01T00:00:00Z',
      timeZone: 'Europe/Madrid',
      windows: [{ day: 'monday', from: '09:00', to: '17:00' }],
      specialDays: [{ date: '2026-12-25', name: 'Christmas', windows: [] }],
    },
    'UTC',
  );
  expect(hours.week.monday).toBe('09:00-17:00');
  expect(plainHours(hours)).toEqual({
    timeZone: 'Europe/Madrid',
    windows: [{ day: 'monday', from: '09:00', to: '17:00' }],
    specialDays: [{ date: '2026-12-25', name: 'Christmas', windows: [] }],
  });
  expect(plainHours({ ...hours, specialDays: [{ date: '', name: 'No date', hours: '' }] })).toBeNull();
});

it.each([
  ['2026-01-15', 'UTC', '2026-01-15T00:00:00.000Z'],
  ['2026-01-15', 'Asia/Kolkata', '2026-01-14T18:30:00.000Z'],
  ['2026-07-15', 'America/New_York', '2026-07-15T04:00:00.000Z'],
  ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
  ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
  ['2026-06-01', 'Pacific/Kiritimati', '2026-05-31T10:00:00.000Z'],
])('knows when %s begins in %s', (date, zone, instant) => {
  expect(startOfDay(date, zone)).toBe(instant);
});
