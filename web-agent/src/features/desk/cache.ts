import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { applyNews } from '@/shared/api/apply-news';
import { keys } from '@/shared/api/query-client';
import type { AgentMe, Message, MessagePage, Offer, Ticket } from '@/shared/api/types';

type MessageCache = InfiniteData<MessagePage, string | null>;

/** All loaded messages, oldest first. */
export function messagesOf(cache: { pages: readonly MessagePage[] } | undefined): Message[] {
  return cache === undefined ? [] : cache.pages.toReversed().flatMap((page) => page.items);
}

/** Adds a message in its place; one that is there already is replaced by its newer state. */
export function withMessage(cache: MessageCache, message: Message): MessageCache {
  const [newest, ...older] = cache.pages;
  if (newest === undefined) return cache;
  const known = cache.pages.findIndex((page) => page.items.some((item) => item.id === message.id));
  if (known >= 0) {
    return {
      ...cache,
      pages: cache.pages.map((page, index) =>
        index === known ? { ...page, items: page.items.map((item) => (item.id === message.id ? message : item)) } : page,
      ),
    };
  }
  const items = [...newest.items, message].sort((a, b) => a.sequence - b.sequence);
  return { ...cache, pages: [{ ...newest, items }, ...older] };
}

/** The ticket as it is after a message; an older message, a note or an event changes nothing. */
export function withLastMessage(ticket: Ticket, message: Message): Ticket {
  if (message.kind !== 'customer' && message.kind !== 'reply') return ticket;
  if (ticket.lastMessage && ticket.lastMessage.sequence >= message.sequence) return ticket;
  return {
    ...ticket,
    unread: message.kind === 'customer' ? ticket.unread + 1 : ticket.unread,
    lastMessage: {
      sequence: message.sequence,
      id: message.id,
      kind: message.kind,
      preview: (message.text || (message.attachments[0]?.name ?? '')).slice(0, 120),
      at: message.at,
    },
  };
}

export function applyMessage(queryClient: QueryClient, ticketId: string, message: Message): void {
  applyNews<MessageCache>(queryClient, keys.messages(ticketId), (cache) => withMessage(cache, message));
  changeTicket(queryClient, ticketId, (ticket) => withLastMessage(ticket, message));
  const mine = queryClient.getQueryData<Ticket[]>(keys.myTickets);
  if (mine && !mine.some((ticket) => ticket.id === ticketId)) {
    void queryClient.invalidateQueries({ queryKey: keys.myTickets });
  }
}

export function applyMessageStatus(
  queryClient: QueryClient,
  ticketId: string,
  messageId: string,
  status: Message['status'],
): void {
  applyNews<MessageCache>(queryClient, keys.messages(ticketId), (cache) => {
    const message = messagesOf(cache).find((item) => item.id === messageId);
    return message ? withMessage(cache, { ...message, status }) : cache;
  });
}

/** The whole ticket as a command answered it. */
export function applyTicket(queryClient: QueryClient, ticket: Ticket): void {
  changeTicket(queryClient, ticket.id, (known) => (known.version > ticket.version ? known : ticket));
  if (queryClient.getQueryData(keys.ticket(ticket.id)) === undefined) {
    queryClient.setQueryData(keys.ticket(ticket.id), ticket);
  }
  // Whether it belongs in the list, and where, is the server's to say.
  void queryClient.invalidateQueries({ queryKey: keys.myTickets });
}

export function applyTicketNews(queryClient: QueryClient, ticketId: string, version: number | undefined): void {
  const known = queryClient.getQueryData<Ticket>(keys.ticket(ticketId));
  if (!known || version === undefined || version > known.version) {
    void queryClient.invalidateQueries({ queryKey: keys.ticket(ticketId) });
  }
  void queryClient.invalidateQueries({ queryKey: keys.myTickets });
}

export function applyRead(queryClient: QueryClient, ticketId: string): void {
  changeTicket(queryClient, ticketId, (ticket) => (ticket.unread === 0 ? ticket : { ...ticket, unread: 0 }));
}

export function applyOffer(queryClient: QueryClient, offer: Offer): void {
  applyNews<AgentMe | null>(queryClient, keys.me, (me) => (me === null ? me : { ...me, offer }));
}

export function withoutOffer(queryClient: QueryClient, offerId: string): void {
  applyNews<AgentMe | null>(queryClient, keys.me, (me) => (me?.offer?.offerId === offerId ? { ...me, offer: null } : me));
}

/** Himself as a command answered it. Of his offers the news know more: one may have been made after it was answered, and arrive before. */
export function applyMe(queryClient: QueryClient, answer: AgentMe): void {
  applyNews<AgentMe | null>(queryClient, keys.me, (me) => (me === null || me.version > answer.version ? me : { ...answer, offer: me.offer }));
  // An offer of which no news came, as none do while the line is away.
  void queryClient.invalidateQueries({ queryKey: keys.me });
}

/** One notice an offer, whoever is first to say that it is gone. */
export const offerNotice = (offerId: string) => `offer ${offerId}`;

function changeTicket(queryClient: QueryClient, id: string, update: (ticket: Ticket) => Ticket): void {
  applyNews<Ticket>(queryClient, keys.ticket(id), update);
  applyNews<Ticket[]>(queryClient, keys.myTickets, (tickets) => tickets.map((ticket) => (ticket.id === id ? update(ticket) : ticket)));
}
