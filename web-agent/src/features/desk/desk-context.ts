import { createContext, use, useSyncExternalStore } from 'react';
import type { FeedStatus, NewsFeed } from '@/shared/hub/news-feed';
import type { Outbox, Outgoing } from './outbox';
import type { TypingSigns } from './typing-signs';

export interface Desk {
  /** Absent for users who do no tickets: they get no agent's news. */
  feed: NewsFeed | null;
  outbox: Outbox;
  typing: TypingSigns;
}

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = use(DeskContext);
  if (desk === null) throw new Error('useDesk needs DeskFeed around it.');
  return desk;
}

const never = () => () => undefined;

export function useFeedStatus(): FeedStatus | null {
  const { feed } = useDesk();
  return useSyncExternalStore<FeedStatus | null>(feed?.subscribe ?? never, () => feed?.status() ?? null);
}

export function useOutgoing(ticketId: string): Outgoing[] {
  const { outbox } = useDesk();
  return useSyncExternalStore(outbox.subscribe, outbox.items).filter((item) => item.ticketId === ticketId);
}

export function useTyping(ticketId: string): boolean {
  const { typing } = useDesk();
  return useSyncExternalStore(typing.subscribe, () => typing.isTyping(ticketId));
}
