import { useQuery } from '@tanstack/react-query';
import type { Ticket } from '@/shared/api/types';
import { dispositionsQuery } from './queries';

/** A ticket carries its disposition's key; people read the label. */
export function useDispositionLabel(ticket: Ticket): string | null {
  const key = ticket.disposition ?? null;
  const { data } = useQuery({ ...dispositionsQuery(ticket.clientId), enabled: key !== null });
  return key === null ? null : (data?.items.find((item) => item.key === key)?.label ?? key);
}
