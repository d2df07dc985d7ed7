import { expect, it } from 'vitest';
import { ticket } from '@/testing/samples';
import { customerWaitsSince, inDueOrder } from './due';

const last = (kind: 'customer' | 'reply', at: string) => ({ sequence: 1, id: 'x', kind, preview: '', at });

it('puts the longest waiting customer first, then wrap-up by its end, then the rest by number', () => {
  const answered = ticket({ id: 'answered', number: 1, lastMessage: last('reply', '2026-11-20T09:00:00Z') });
  const wrapUp = ticket({ id: 'wrap-up', number: 2, status: 'wrap-up', wrapUpUntil: '2026-11-20T10:01:00Z' });
  const waitsShort = ticket({ id: 'short', number: 3, lastMessage: last('customer', '2026-11-20T10:00:30Z') });
  const waitsLong = ticket({ id: 'long', number: 4, lastMessage: last('customer', '2026-11-20T09:58:00Z') });
  const order = inDueOrder([answered, wrapUp, waitsShort, waitsLong]).map((each) => each.id);
  expect(order).toEqual(['long', 'short', 'wrap-up', 'answered']);
});

it('has nobody waiting once the contact is over', () => {
  const said = last('customer', '2026-11-20T09:58:00Z');
  expect(customerWaitsSince(ticket({ lastMessage: said }))).toBe(said.at);
  expect(customerWaitsSince(ticket({ lastMessage: said, status: 'wrap-up' }))).toBeNull();
  expect(customerWaitsSince(ticket({ lastMessage: null }))).toBeNull();
});
