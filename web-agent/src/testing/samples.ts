import type { AgentMe, Board, Message, Offer, Session, Ticket } from '@/shared/api/types';

// Answers as the server gives them, for tests only.

const id = (last: number) => `01990000-0000-7000-8000-${String(last).padStart(12, '0')}`;

export const ids = { user: id(1), client: id(2), queue: id(3), ticket: id(4), offer: id(5), contact: id(6) };

export function session(change: Partial<Session> = {}): Session {
  return {
    user: { id: ids.user, email: 'agent1@demo.test', name: 'Agent One' },
    roles: ['agent'],
    permissions: ['tickets.read', 'tickets.work', 'agents.read', 'clients.read', 'queues.read', 'channels.read'],
    clients: [{ id: ids.client, key: 'acme-air', name: 'Acme Air' }],
    allClients: false,
    antiforgeryToken: 'token-1',
    ...change,
  };
}

export function me(change: Partial<AgentMe> = {}): AgentMe {
  return {
    id: ids.user,
    name: 'Agent One',
    state: 'ready',
    reason: null,
    since: new Date().toISOString(),
    nextState: null,
    nextReason: null,
    derived: null,
    load: 0,
    offer: null,
    version: 1,
    ...change,
  };
}

export function offer(change: Partial<Offer> = {}): Offer {
  return {
    offerId: ids.offer,
    ticketId: ids.ticket,
    clientId: ids.client,
    clientName: 'Acme Air',
    channel: 'chat',
    subject: 'Lost bag',
    preview: 'My bag is not here',
    skills: ['lang-en'],
    deadline: new Date(Date.now() + 20_000).toISOString(),
    autoAccept: false,
    ...change,
  };
}

export function message(sequence: number, change: Partial<Message> = {}): Message {
  return {
    id: id(1000 + sequence),
    sequence,
    kind: 'customer',
    author: { kind: 'customer', id: null, name: 'Dana' },
    text: `message ${String(sequence)}`,
    at: new Date(1_790_000_000_000 + sequence * 1000).toISOString(),
    status: 'stored',
    code: null,
    attachments: [],
    ...change,
  };
}

export function ticket(change: Partial<Ticket> = {}): Ticket {
  return {
    id: ids.ticket,
    number: 12,
    clientId: ids.client,
    clientName: 'Acme Air',
    queueId: ids.queue,
    queueName: 'Bookings',
    channel: 'chat',
    subject: 'Lost bag',
    status: 'assigned',
    contact: { id: ids.contact, name: 'Dana', email: 'dana@example.test', language: 'en', timeZone: null },
    agent: { id: ids.user, name: 'Agent One' },
    priority: 0,
    createdAt: '2026-11-20T10:00:00Z',
    waitingSince: null,
    assignedAt: '2026-11-20T10:00:20Z',
    wrapUpUntil: null,
    closedAt: null,
    disposition: null,
    abandoned: false,
    tags: [],
    lastMessage: null,
    unread: 0,
    version: 3,
    offer: null,
    ...change,
  };
}

export function board(change: Partial<Board> = {}): Board {
  return { at: '2026-11-20T10:00:00Z', day: { since: '2026-11-20T00:00:00Z', timeZone: 'UTC' }, queues: [], agents: [], waiting: [], active: [], ...change };
}
