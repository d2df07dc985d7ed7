import { expect, it } from 'vitest';
import { otherTime, ownZone, zoneName, zoneTime } from './zone-time';

const noon = Date.parse('2026-07-01T12:00:00Z');

it("shows the customer's clock, with the weekday where it is another day", () => {
  const inOwn = new Intl.DateTimeFormat('en', { hour: 'numeric', minute: '2-digit' }).format(noon);
  expect(zoneTime(noon, ownZone(), 'en')).toBe(inOwn);
  // No two of these share the day of any one screen.
  const both = ['Pacific/Kiritimati', 'Pacific/Pago_Pago'].map((zone) => zoneTime(noon, zone, 'en') ?? '');
  expect(both.some((text) => /^(Wed|Thu)/.test(text))).toBe(true);
  expect(zoneTime(noon, 'Mars/Olympus', 'en')).toBeNull();
});

it('knows when there is nothing to say', () => {
  expect(otherTime(noon, ownZone())).toBe(false);
  expect(otherTime(noon, 'Pacific/Kiritimati') || otherTime(noon, 'Pacific/Pago_Pago')).toBe(true);
  expect(otherTime(noon, 'Mars/Olympus')).toBe(false);
});

it.each([
  ['America/New_York', 'New York (GMT-4)'],
  ['Mars/Olympus_Mons', 'Olympus Mons'],
])('%s is called %s', (zone, name) => {
  expect(zoneName(noon, zone, 'en')).toBe(name);
});
