import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse } from 'msw';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Permission } from '@/shared/api/types';
import { renderApp } from '@/testing/render-app';
import { ids, session } from '@/testing/samples';
import { answer, problem, server } from '@/testing/server';
import { joined } from './parts/save-draft';

const page = <T,>(...items: T[]) => ({ items, nextCursor: null });
const everything: Permission[] = ['agents.read', 'agents.manage', 'clients.read', 'queues.read', 'queues.manage'];
const rules = { name: 'Bookings', skills: [{ skillId: 's1', level: 5 }], answerTargetSeconds: 60, offerSeconds: 20, wrapUpSeconds: 60, reopenHours: 24, autoAccept: false, active: true, relaxations: [] };
const queue = { ...rules, id: ids.queue, clientId: ids.client, version: 2 };
const inForce = { queues: [{ queueId: ids.queue, rules }], pools: [], agents: [] };
const wanted = { queues: [{ queueId: ids.queue, rules: { ...rules, answerTargetSeconds: 20 } }], pools: [], agents: [] };
const draft = { id: 'd1', name: 'Quicker', state: 'draft', rules: wanted, before: inForce, inForce, outdated: false, liveAt: null as string | null, version: 3 };
const line = { id: 'd1', name: 'Quicker', state: 'draft', queues: 1, pools: 0, agents: 0, liveAt: null, version: 3 };

beforeAll(() => { server.listen({ onUnhandledRequest: 'bypass' }); });
afterAll(() => { server.close(); });
afterEach(() => {
  server.resetHandlers();
  sessionStorage.clear();
});
beforeEach(() => {
  server.use(
    answer('get', '/session', session({ permissions: everything })),
    answer('get', '/skills', page({ id: 's1', key: 'lang-en', name: 'English', version: 1 })),
    answer('get', '/queues', page(queue)),
    answer('get', '/pools', page()),
    answer('get', '/agents', page()),
    answer('get', '/drafts', page(line)),
    answer('get', '/drafts/d1', draft),
  );
});

it('saves a form as a draft, and the form is as nobody had typed in it', async () => {
  let sent: unknown;
  server.use(answer('post', '/drafts', async ({ request }) => {
    sent = await request.json();
    return HttpResponse.json({ ...draft, name: 'Rush hour' }, { status: 201 });
  }));
  const user = userEvent.setup();
  renderApp(`/admin/queues?open=${ids.queue}`);
  const target = await screen.findByLabelText('Answer target (seconds)');
  expect(screen.getByRole('button', { name: 'Keep as draft' })).toBeDisabled();
  await user.clear(target);
  await user.type(target, '20');
  await user.click(screen.getByRole('button', { name: 'Keep as draft' }));
  const dialog = await screen.findByRole('dialog', { name: 'Keep as draft' });
  const name = within(dialog).getByLabelText(/Name/);
  await user.clear(name);
  await user.type(name, 'Rush hour');
  await user.click(within(dialog).getByRole('button', { name: 'Keep as draft' }));
  await waitFor(() => { expect(screen.queryByRole('dialog')).not.toBeInTheDocument(); });
  expect(await screen.findByText(/Kept in the draft “Rush hour”/)).toBeInTheDocument();
  expect(sent).toMatchObject({ name: 'Rush hour', rules: { queues: [{ queueId: ids.queue, rules: { answerTargetSeconds: 20, active: true } }] } });
  expect(sent).not.toHaveProperty('rules.queues.0.rules.clientId');
});

it('shows what a draft changes, puts it live by its version, and takes it back', async () => {
  const calls: unknown[] = [];
  const live = { ...draft, state: 'live', inForce: wanted, liveAt: '2026-11-20T10:00:00Z', version: 4 };
  server.use(
    answer('post', '/drafts/d1/publish', async ({ request }) => {
      calls.push(await request.json());
      server.use(answer('get', '/drafts', page({ ...line, state: 'live', version: 4, liveAt: live.liveAt })), answer('get', '/drafts/d1', live));
      return HttpResponse.json(live);
    }),
    answer('post', '/drafts/d1/rollback', async ({ request }) => {
      calls.push(await request.json());
      return HttpResponse.json({ ...draft, state: 'rolled-back', version: 5 });
    }),
  );
  const user = userEvent.setup();
  renderApp('/admin/drafts?open=d1');
  const row = await screen.findByRole('row', { name: 'Answer target (seconds) 60 20' });
  expect(row).toBeInTheDocument();
  expect(screen.queryByRole('row', { name: /Offer time/ })).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Put live' }));
  await user.click(await screen.findByRole('button', { name: 'Roll back' }));
  await waitFor(() => { expect(calls).toEqual([{ version: 3 }, { version: 4 }]); });
});

it('does not put live what somebody has changed meanwhile, and keeps the draft over that when asked', async () => {
  let sent: unknown;
  server.use(
    answer('get', '/drafts/d1', { ...draft, outdated: true }),
    answer('put', '/drafts/d1', async ({ request }) => {
      sent = await request.json();
      server.use(answer('get', '/drafts/d1', { ...draft, version: 4 }));
      return HttpResponse.json({ ...draft, version: 4 });
    }),
  );
  const user = userEvent.setup();
  renderApp('/admin/drafts?open=d1');
  expect(await screen.findByRole('button', { name: 'Put live' })).toBeDisabled();
  await user.click(screen.getByRole('button', { name: 'Keep the draft over these rules' }));
  await waitFor(() => { expect(screen.getByRole('button', { name: 'Put live' })).toBeEnabled(); });
  expect(sent).toEqual({ name: 'Quicker', rules: wanted, version: 3 });
});

it('says why nothing was changed', async () => {
  server.use(answer('post', '/drafts/d1/publish', () => problem(409, 'rules_changed')));
  const user = userEvent.setup();
  renderApp('/admin/drafts?open=d1');
  await user.click(await screen.findByRole('button', { name: 'Put live' }));
  expect(await screen.findByText('Somebody has changed these rules meanwhile.')).toBeInTheDocument();
});

it('puts fresh rules in the place of those of the same queue, and leaves the others', () => {
  const other = { queueId: 'q9', rules };
  expect(joined({ queues: [other, ...inForce.queues], agents: [{ agentId: 'a1', equipment: { skills: [] } }] }, { queues: wanted.queues })).toEqual({
    queues: [other, ...wanted.queues], pools: [], agents: [{ agentId: 'a1', equipment: { skills: [] } }],
  });
});
