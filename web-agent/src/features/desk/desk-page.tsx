import { useQuery } from '@tanstack/react-query';
import { Outlet, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { may, useSession } from '@/shared/api/session';
import { keyOf } from '@/shared/keys/shortcuts';
import { usePageTitle } from '@/shared/ui/page-title';
import { Empty } from '@/shared/ui/states';
import classes from './desk.module.css';
import { meQuery } from './queries';
import { TicketList } from './ticket-list';
import { TicketTabs } from './ticket-tabs';

/** The agent's day: his tickets on the left, the chosen one on the right. */
export function DeskPage() {
  const works = may(useSession(), 'tickets.work');
  const { ticketId } = useParams({ strict: false });
  return (
    <div className={classes.desk} data-chosen={ticketId !== undefined} data-alone={!works}>
      {works && <TicketList chosen={ticketId} />}
      <TicketTabs chosen={ticketId} />
      {ticketId === undefined ? <NothingChosen works={works} /> : <Outlet />}
    </div>
  );
}

function NothingChosen({ works }: { works: boolean }) {
  const { t } = useTranslation();
  usePageTitle(t('tickets.title'));
  const { data: me } = useQuery({ ...meQuery, enabled: works });
  const listed = works && me !== null;
  return (
    <div className={classes.nothing}>
      <Empty title={t('tickets.pick')}>{listed ? t('tickets.pickHint') : t('tickets.pickElsewhere', { key: keyOf('palette') })}</Empty>
    </div>
  );
}
