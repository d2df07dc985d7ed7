import { beforeEach, expect, it } from 'vitest';
import { eventually } from '@/testing/eventually';
import { ApiProblem } from '@/shared/api/problem';
import type { Message } from '@/shared/api/types';
import { message } from '@/testing/samples';
import { Outbox, type Outgoing } from './outbox';

const posted: Outgoing[] = [];
const stored: Message[] = [];
let answers: (Message | ApiProblem)[] = [];

const ports = {
  storage: localStorage,
  post: (item: Outgoing) => {
    posted.push(item);
    const answer = answers.shift() ?? message(100 + posted.length, { id: item.id, kind: 'reply', text: item.text });
    return answer instanceof ApiProblem ? Promise.reject(answer) : Promise.resolve(answer);
  },
  stored: (_ticketId: string, item: Message) => { stored.push(item); },
};

const draft = (id: string, text: string, ticketId = 't1') => ({
  id,
  ticketId,
  kind: 'reply' as const,
  text,
  attachments: [],
  lastSeen: 'm1',
  at: '2026-11-20T10:00:00Z',
});

beforeEach(() => {
  posted.length = 0;
  stored.length = 0;
  answers = [];
});

it('sends in order, each with what its writer had seen, and forgets what is stored', async () => {
  const outbox = new Outbox('u1', ports);
  outbox.add(draft('a', 'one'));
  outbox.add(draft('b', 'two'));
  await eventually(() => { expect(outbox.items()).toHaveLength(0); });
  expect(posted.map((item) => [item.id, item.lastSeen])).toEqual([['a', 'm1'], ['b', 'a']]);
  expect(stored.map((item) => item.text)).toEqual(['one', 'two']);
  expect(localStorage.length).toBe(0);
});

it('keeps what could not be sent over a reload, and sends it again under the same id', async () => {
  answers = [new ApiProblem(0, null)];
  const first = new Outbox('u1', ports);
  first.add(draft('a', 'one'));
  first.add(draft('b', 'two'));
  await eventually(() => { expect(first.items()[0]?.state).toBe('failed'); });
  expect(first.items()[1]?.state).toBe('waiting');

  const second = new Outbox('u1', ports);
  expect(second.items().map((item) => item.text)).toEqual(['one', 'two']);
  second.flushAll();
  await eventually(() => { expect(second.items()).toHaveLength(0); });
  expect(posted.map((item) => item.id)).toEqual(['a', 'a', 'b']);
});

it('shows another user of the same desk nothing', async () => {
  answers = [new ApiProblem(0, null)];
  const outbox = new Outbox('u1', ports);
  outbox.add(draft('a', 'one'));
  await eventually(() => { expect(outbox.items()[0]?.state).toBe('failed'); });
  expect(new Outbox('u2', ports).items()).toHaveLength(0);
});

it('holds a reply back when newer messages exist, until its writer says to send it anyway', async () => {
  const newer = [message(7), message(8)];
  answers = [new ApiProblem(409, { code: 'stale_view', newer })];
  const outbox = new Outbox('u1', ports);
  outbox.add(draft('a', 'one'));
  await eventually(() => { expect(outbox.items()[0]).toMatchObject({ state: 'stale', newer: 2 }); });
  expect(stored).toEqual(newer);
  outbox.flushAll();
  expect(posted).toHaveLength(1);
  outbox.sendAnyway('a');
  await eventually(() => { expect(outbox.items()).toHaveLength(0); });
  expect(posted[1]).toMatchObject({ id: 'a', force: true });
});

it('does not repeat by itself what the server refused for good', async () => {
  answers = [new ApiProblem(409, { code: 'ticket_closed' })];
  const outbox = new Outbox('u1', ports);
  outbox.add(draft('a', 'one'));
  await eventually(() => { expect(outbox.items()[0]?.state).toBe('failed'); });
  outbox.flushAll();
  expect(posted).toHaveLength(1);
  expect(outbox.takeBack('a')?.text).toBe('one');
  expect(outbox.items()).toHaveLength(0);
});

it('lets one ticket go on while another one is stuck', async () => {
  answers = [new ApiProblem(503, null)];
  const outbox = new Outbox('u1', ports);
  outbox.add(draft('a', 'one', 't1'));
  outbox.add(draft('b', 'two', 't2'));
  await eventually(() => { expect(outbox.items().map((item) => item.id)).toEqual(['a']); });
});
