import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useBreakLabel } from '@/shared/api/break-reasons';
import { clockText } from '@/shared/ui/duration';
import { useNow } from '@/shared/ui/use-now';
import classes from './desk.module.css';
import { dayQuery } from './queries';

/** The agent's day in sums, counted by the server; what is running goes on here. */
export function Today({ id }: { id: string }) {
  const { t } = useTranslation();
  const now = useNow();
  const breakLabel = useBreakLabel();
  const { data: day, isError } = useQuery(dayQuery);
  if (!day) return <div id={id} className={classes.today}>{isError ? t('today.failed') : t('common.loading')}</div>;
  const since = Math.max(0, now - Date.parse(day.at));
  const shown = (seconds: number, running: boolean) => clockText(seconds * 1000 + (running ? since : 0));
  const breaks = day.breaks.some((one) => one.reason === day.runningReason) || day.running !== 'break' || !day.runningReason
    ? day.breaks
    : [...day.breaks, { reason: day.runningReason, seconds: 0 }];
  const rows: [key: string, name: string, time: string][] = [
    ['ready', t('today.ready'), shown(day.readySeconds, day.running === 'ready')],
    ['contact', t('today.contact'), shown(day.contactSeconds, day.running === 'contact')],
    ['wrap-up', t('state.wrap-up'), shown(day.wrapUpSeconds, day.running === 'wrap-up')],
    ...breaks.map(({ reason, seconds }): [string, string, string] => [
      `break-${reason}`,
      t('state.breakWith', { reason: breakLabel(reason) }),
      shown(seconds, day.running === 'break' && day.runningReason === reason),
    ]),
  ];
  return (
    <div id={id} className={classes.today}>
      {rows.map(([key, name, time]) => (
        <div key={key}>
          <span>{name}</span> <span className={classes.numbers}>{time}</span>
        </div>
      ))}
    </div>
  );
}
