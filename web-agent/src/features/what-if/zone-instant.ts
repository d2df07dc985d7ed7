// Making one takes long, and a day has a hundred instants.
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', hourCycle: 'h23' });
  clocks.set(timeZone, made);
  return made;
}

const fields = ['year', 'month', 'day', 'hour', 'minute'] as const;

/** What the clock there shows, as if it were UTC. */
function shown(instant: number, timeZone: string): number {
  const parts = clockOf(timeZone).formatToParts(instant);
  const [year, month, day, hour, minute] = fields.map((name) => Number(parts.find(({ type }) => type === name)?.value)) as [number, number, number, number, number];
  return Date.UTC(year, month - 1, day, hour, minute);
}

/** The instant at which the clock of that zone shows this time of this day; 24:00 is the day's end. */
export function instantOf(date: string, time: string, timeZone: string): string {
  const [hours, minutes] = time.split(':').map(Number) as [number, number];
  const wanted = Date.parse(`${date}T00:00:00Z`) + (hours * 60 + minutes) * 60_000;
  // Twice: the first guess may stand on the other side of a change of the clocks.
  let instant = wanted;
  for (let i = 0; i < 2; i += 1) instant += wanted - shown(instant, timeZone);
  return new Date(instant).toISOString();
}

/** The days of that zone between two instants, as yyyy-MM-dd. */
export function daysBetween(start: string, end: string, timeZone: string): string[] {
  const days: string[] = [];
  const last = shown(Date.parse(end) - 1, timeZone);
  for (let at = shown(Date.parse(start), timeZone); Math.floor(at / 86_400_000) <= Math.floor(last / 86_400_000); at += 86_400_000) {
    days.push(new Date(at).toISOString().slice(0, 10));
  }
  return days;
}

/** From then to then on each of those days; to at or before from: over midnight. */
export function daily(days: string[], from: string, to: string, timeZone: string): { from: string; to: string }[] {
  const next = (date: string) => new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  return days.map((date) => ({ from: instantOf(date, from, timeZone), to: instantOf(to > from ? date : next(date), to, timeZone) }));
}
