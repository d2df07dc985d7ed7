import type { CannedReply, Ticket } from '@/shared/api/types';
import type { Call } from './caret-menu';

// A canned reply is called by "/" and the beginning of its shortcut, at the start of a line or after a space.
const call = /(^|\s)\/([a-z0-9-]*)$/;

/** What is being looked for before the caret, and where it begins; null when nothing is. */
export function calledAt(text: string, caret: number): Call | null {
  const found = call.exec(text.slice(0, caret));
  if (!found) return null;
  const word = found[2] ?? '';
  return { word, start: caret - word.length - 1 };
}

/** By shortcut first, then by title; at most so many that all can be seen. */
export function matches(replies: readonly CannedReply[], word: string, most = 8): CannedReply[] {
  const active = replies.filter((reply) => reply.active);
  const byShortcut = active.filter((reply) => reply.shortcut.startsWith(word));
  const byTitle = active.filter((reply) => !reply.shortcut.startsWith(word) && reply.title.toLowerCase().includes(word));
  const order = (a: CannedReply, b: CannedReply) => a.shortcut.localeCompare(b.shortcut);
  return [...byShortcut.sort(order), ...byTitle.sort(order)].slice(0, most);
}

const variable = /\{\{(\w+)\}\}/g;

/** A variable that nobody has filled in; no customer is to read one. */
export function unfilledIn(text: string): string | undefined {
  return text.match(variable)?.[0];
}

/** The text as it is sent. What is not known of the customer stays in braces, for the agent to see and mend. */
export function filled(reply: CannedReply, ticket: Ticket, agentName: string): string {
  const values: Record<string, string | null> = {
    customer: ticket.contact.name,
    agent: agentName,
    client: ticket.clientName,
    number: String(ticket.number),
  };
  return reply.text.replace(variable, (whole, name: string) => values[name] ?? whole);
}
