import { useQuery } from '@tanstack/react-query';
import { may, useSession } from '@/shared/api/session';
import { useTitleAlerts } from '@/shared/ui/page-title';
import { meQuery, mentionsQuery, myTicketsQuery } from './queries';

/** What waits for the agent, counted in the tab's title on every page. */
export function TitleAlerts() {
  return may(useSession(), 'tickets.work') ? <Counted /> : null;
}

function Counted() {
  const { data: unread = 0 } = useQuery({ ...myTicketsQuery, select: (tickets) => tickets.filter((ticket) => ticket.unread > 0).length });
  const { data: me } = useQuery(meQuery);
  const { data: mentions } = useQuery(mentionsQuery);
  useTitleAlerts(unread + (me?.offer ? 1 : 0) + (mentions?.unread ?? 0));
  return null;
}
