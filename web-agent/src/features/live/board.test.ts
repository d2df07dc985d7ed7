import { expect, it } from 'vitest';
import { board } from '@/testing/samples';
import { countOf, merged, together } from './board';

const queue = (queueId: string, clientId: string, waiting: number) => ({
  queueId,
  clientId,
  name: queueId,
  waiting,
  offered: 0,
  longestWaitSeconds: null,
  waitingSince: null,
  serving: 0,
  answered: 0,
  abandoned: 0,
});
const agent = (id: string, state: 'ready' | 'offline') => ({
  id,
  name: id,
  state,
  reason: null,
  since: '2026-11-20T10:00:00Z',
  load: 0,
  version: 1,
});

it('shows the clients as one board, and an agent who serves several of them once, as he was told last', () => {
  const acme = board({ at: '2026-11-20T10:00:05Z', queues: [queue('q1', 'acme', 1)], agents: [agent('a1', 'ready'), agent('a2', 'ready')] });
  const bank = board({ at: '2026-11-20T10:00:01Z', queues: [queue('q2', 'bank', 4)], agents: [agent('a1', 'offline')] });
  const both = merged([acme, bank]);
  expect(both.at).toBe('2026-11-20T10:00:05Z');
  expect(both.queues.map((each) => each.queueId)).toEqual(['q1', 'q2']);
  expect(both.agents.map((each) => [each.id, each.state]).sort()).toEqual([['a1', 'ready'], ['a2', 'ready']]);
});

it('knows no board of nobody', () => {
  expect(together([]).data).toBeUndefined();
});

it('counts what is listed, or what the queues count when a client has more than is listed', () => {
  const rows = (count: number, clientId: string) => Array.from({ length: count }, () => ({ clientId }));
  expect(countOf(rows(3, 'acme'), rows(3, 'acme'), [4])).toBe(3);
  const all = [...rows(200, 'acme'), ...rows(2, 'bank')];
  expect(countOf(all, all, [350, 2])).toBe(352);
  expect(countOf([], all, [12])).toBe(12);
});
