import { QueryClient } from '@tanstack/react-query';
import { expect, it, vi } from 'vitest';
import { eventually } from '@/testing/eventually';
import { keys } from '@/shared/api/query-client';
import type { AgentMe, Ticket } from '@/shared/api/types';
import { ids, me, message, offer, ticket } from '@/testing/samples';
import { applyMe, applyMessage, applyOffer, applyTicket, messagesOf, withLastMessage, withMessage } from './cache';

const cached = (...sequences: number[]) => ({
  pages: [{ items: sequences.map((sequence) => message(sequence)), nextCursor: null }],
  pageParams: [null],
});

it('puts a message in its place and never twice', () => {
  let cache = withMessage(cached(1, 3), message(2));
  cache = withMessage(cache, message(3, { status: 'delivered' }));
  expect(messagesOf(cache).map((item) => item.sequence)).toEqual([1, 2, 3]);
  expect(messagesOf(cache).at(-1)?.status).toBe('delivered');
});

it('reads pages from the oldest message to the newest', () => {
  const cache = { pages: [cached(3, 4).pages[0], cached(1, 2).pages[0]].filter((page) => page !== undefined) };
  expect(messagesOf(cache).map((item) => item.sequence)).toEqual([1, 2, 3, 4]);
});

it('counts a customer message as unread once, and an older one not at all', () => {
  const first = withLastMessage(ticket(), message(5));
  expect(first.unread).toBe(1);
  expect(withLastMessage(first, message(5)).unread).toBe(1);
  expect(withLastMessage(first, message(4)).lastMessage?.sequence).toBe(5);
  expect(withLastMessage(first, message(6, { kind: 'reply' })).unread).toBe(1);
  expect(withLastMessage(first, message(6, { kind: 'note' })).lastMessage?.sequence).toBe(5);
});

it.each([
  ['a later', cached(1)],
  ['the first', undefined],
])('does not lose news to %s fetch whose answer is older', async (_which, before) => {
  const queryClient = new QueryClient();
  const key = keys.messages(ids.ticket);
  if (before) queryClient.setQueryData(key, before);
  const queryFn = vi.fn(async () => {
    await new Promise((done) => setTimeout(done, 20));
    return cached(1);
  });
  void queryClient.fetchQuery({ queryKey: key, queryFn });
  await eventually(() => { expect(queryFn).toHaveBeenCalledTimes(1); });
  applyMessage(queryClient, ids.ticket, message(2));
  await eventually(() => { expect(queryClient.isFetching()).toBe(0); });
  await eventually(() => { expect(messagesOf(queryClient.getQueryData(key)).map((item) => item.sequence)).toEqual([1, 2]); });
  expect(queryFn).toHaveBeenCalledTimes(1);
});

it('does not let an older answer of a command replace newer news', () => {
  const queryClient = new QueryClient();
  queryClient.setQueryData(keys.ticket(ids.ticket), ticket({ version: 9, status: 'closed' }));
  applyTicket(queryClient, ticket({ version: 8, status: 'wrap-up' }));
  expect(queryClient.getQueryData<Ticket>(keys.ticket(ids.ticket))?.status).toBe('closed');
});

it('keeps an offer that came before the answer to the change of state which it followed', () => {
  const queryClient = new QueryClient();
  queryClient.setQueryData<AgentMe | null>(keys.me, me({ state: 'offline', offer: null, version: 3 }));
  applyOffer(queryClient, offer());
  applyMe(queryClient, me({ state: 'ready', offer: null, version: 4 }));
  expect(queryClient.getQueryData(keys.me)).toMatchObject({ state: 'ready', version: 4, offer: { offerId: ids.offer } });
  applyMe(queryClient, me({ state: 'offline', offer: null, version: 3 }));
  expect(queryClient.getQueryData(keys.me)).toMatchObject({ state: 'ready', version: 4 });
});
