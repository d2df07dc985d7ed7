/** 75 s as `1:15`, 3700 s as `1:01:40`; below zero counts as zero. */
export function clockText(milliseconds: number): string {
  const total = Math.max(0, Math.floor(milliseconds / 1000));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const seconds = String(total % 60).padStart(2, '0');
  return hours > 0 ? `${String(hours)}:${String(minutes).padStart(2, '0')}:${seconds}` : `${String(minutes)}:${seconds}`;
}

/** Short spans for lists: `40 s`, `12 min`, `3 h`, `2 d`. */
export function spanText(milliseconds: number, locale: string): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const [value, unit] =
    seconds < 60
      ? ([seconds, 'second'] as const)
      : seconds < 3600
        ? ([Math.floor(seconds / 60), 'minute'] as const)
        : seconds < 86_400
          ? ([Math.floor(seconds / 3600), 'hour'] as const)
          : ([Math.floor(seconds / 86_400), 'day'] as const);
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'narrow' }).format(value);
}

/** A band of waits in whole minutes: `2–6 min`. */
export function bandText({ shortestSeconds, longestSeconds }: { shortestSeconds: number; longestSeconds: number }, locale: string): string {
  const [from, to] = [Math.floor(shortestSeconds / 60), Math.max(1, Math.ceil(longestSeconds / 60))];
  const minutes = new Intl.NumberFormat(locale, { style: 'unit', unit: 'minute', unitDisplay: 'short' });
  return from === to ? minutes.format(to) : minutes.formatRange(from, to);
}

/** The time of day today, the date and time otherwise. */
export function momentText(instant: string, now: number, locale: string): string {
  const date = new Date(instant);
  const today = new Date(now).toDateString() === date.toDateString();
  return new Intl.DateTimeFormat(locale, today ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' }).format(date);
}
