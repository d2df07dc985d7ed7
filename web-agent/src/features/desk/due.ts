import type { Ticket } from '@/shared/api/types';

/** Since when the customer waits for a word from us; null when the last word was ours. */
export function customerWaitsSince(ticket: Ticket): string | null {
  return ticket.status === 'assigned' && ticket.lastMessage?.kind === 'customer' ? ticket.lastMessage.at : null;
}

/** What is due next comes first: a waiting customer by his message's instant, wrap-up by its end, the rest by age. */
export function inDueOrder(tickets: readonly Ticket[]): Ticket[] {
  return tickets
    .map((ticket) => ({ ticket, due: dueInstant(ticket) }))
    .sort((a, b) => a.due - b.due || a.ticket.number - b.ticket.number)
    .map(({ ticket }) => ticket);
}

function dueInstant(ticket: Ticket): number {
  const due = customerWaitsSince(ticket) ?? (ticket.status === 'wrap-up' ? ticket.wrapUpUntil : null);
  return due === null ? Number.MAX_SAFE_INTEGER : Date.parse(due);
}
