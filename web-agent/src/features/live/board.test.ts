import { expect, it } from 'vitest';
import { board } from '@/testing/samples';
import { onlyClient, withSnapshot } from './board';

const queue = (queueId: string, clientId: string, waiting: number) => ({
  queueId,
  clientId,
  name: queueId,
  waiting,
  offered: 0,
  longestWaitSeconds: null,
});
const agent = (id: string, state: 'ready' | 'offline') => ({
  id,
  name: id,
  state,
  reason: null,
  since: '2026-11-20T10:00:00Z',
  load: 0,
});

it('replaces the part of the client whose news it is and leaves the others', () => {
  const known = board({ queues: [queue('q1', 'acme', 1), queue('q2', 'bank', 4)], agents: [agent('a1', 'offline'), agent('a2', 'ready')] });
  const after = withSnapshot(known, 'acme', board({ at: '2026-11-20T10:00:01Z', queues: [queue('q1', 'acme', 0)], agents: [agent('a1', 'ready')] }));
  expect(after.at).toBe('2026-11-20T10:00:01Z');
  expect(after.queues.find((each) => each.queueId === 'q1')?.waiting).toBe(0);
  expect(after.queues.find((each) => each.queueId === 'q2')?.waiting).toBe(4);
  expect(after.agents.map((each) => [each.id, each.state]).sort()).toEqual([['a1', 'ready'], ['a2', 'ready']]);
});

it('shows one client alone when it is chosen', () => {
  const both = board({ queues: [queue('q1', 'acme', 1), queue('q2', 'bank', 4)] });
  expect(onlyClient(both, 'bank').queues.map((each) => each.queueId)).toEqual(['q2']);
  expect(onlyClient(both, null).queues).toHaveLength(2);
});
