/** The time of day in that zone, with the weekday where it is another day there; null when the zone is not known here. */
export function zoneTime(instant: number, zone: string, locale: string): string | null {
  const day = (timeZone?: string) => new Intl.DateTimeFormat('en', { dateStyle: 'short', timeZone }).format(instant);
  try {
    const other = day(zone) !== day();
    return new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', weekday: other ? 'short' : undefined, timeZone: zone }).format(instant);
  } catch {
    // This browser's tables are older than the customer's.
    return null;
  }
}

/** Whether the clock there shows anything else than here. */
export function otherTime(instant: number, zone: string): boolean {
  const clock = (timeZone?: string) => new Intl.DateTimeFormat('en', { dateStyle: 'short', timeStyle: 'short', timeZone }).format(instant);
  try {
    return clock(zone) !== clock();
  } catch {
    return false;
  }
}

/** The zone's name as people say it: its city, and how far it is from UTC. */
export function zoneName(instant: number, zone: string, locale: string): string {
  const city = zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone;
  try {
    const offset = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'shortOffset' }).formatToParts(instant).find((part) => part.type === 'timeZoneName');
    return offset === undefined ? city : `${city} (${offset.value})`;
  } catch {
    return city;
  }
}

/** Where this screen's own clock stands. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
