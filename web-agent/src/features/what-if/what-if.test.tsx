import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Figures, Simulation } from '@/shared/api/types';
import { renderApp } from '@/testing/render-app';
import { session } from '@/testing/samples';
import { answer, problem, server } from '@/testing/server';

const id = '01990000-0000-7000-8000-000000000077';

const figures = (change: Partial<Figures> = {}): Figures => ({
  offered: 100, answered: 90, answeredInTarget: 70, abandoned: 10, abandonedInTarget: 2, waiting: 0, serviceLevel: 0.72, serviceLevelFormula: 'connect', asaSeconds: 40, abandonRate: 0.1,
  longestWaitSeconds: 300, occupancy: 0.8, load: 4, ...change,
});

const result = (total: Figures) => ({
  scenario: 'Day', seed: 1, decisionsDigest: String(total.answered), contacts: 100, decisions: 1, calls: 1, serviceLevelFormula: 'connect', total,
  halfHours: [{ from: '2026-03-09T09:00:00+00:00', figures: total }],
  clients: [{ client: 'Acme Air', figures: total, halfHours: [] }],
  queues: [{ client: 'Acme Air', queue: 'Bookings', channel: 'chat', figures: figures({ offered: 0, serviceLevel: null, asaSeconds: null }), halfHours: [] }],
  groups: [],
});

const run = (change: Partial<Simulation> = {}): Simulation => ({
  id, name: 'Two more', clientIds: [], source: { kind: 'scenario', date: null, timeZone: 'UTC' }, changes: [], seed: 1, state: 'done', progress: { fraction: 1, contacts: 100, until: null },
  createdBy: { id, name: 'Supervisor' }, createdAt: '2026-03-09T09:00:00Z', beganAt: null, endedAt: null, error: null, version: 3,
  result: { base: result(figures()), changed: result(figures({ answered: 98, abandoned: 2, serviceLevel: 0.9, asaSeconds: 12.5, abandonRate: 0.02 })) }, ...change,
});

beforeAll(() => { server.listen({ onUnhandledRequest: 'bypass' }); });
afterAll(() => { server.close(); });
afterEach(() => {
  server.resetHandlers();
  sessionStorage.clear();
});
beforeEach(() => {
  server.use(answer('get', '/session', session({ permissions: ['simulations.run'] })), answer('get', '/simulations/days', { timeZone: 'UTC', days: [] }));
});

it('asks for a generated day with two agents more, and keeps what is typed until then', async () => {
  const user = userEvent.setup();
  let asked: unknown;
  server.use(
    http.post('*/api/v1/simulations', async ({ request }) => {
      asked = await request.json();
      return HttpResponse.json(run({ state: 'queued', result: null }), { status: 201 });
    }),
    answer('get', `/simulations/${id}`, run({ state: 'cancelled', result: null })),
  );
  const first = renderApp('/what-if/new');
  await user.type(await screen.findByRole('textbox', { name: 'Name' }), 'Two more');
  await user.click(screen.getByRole('radio', { name: 'Generated' }));
  await user.click(screen.getByRole('button', { name: 'Add a change' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Number of agents of a group' }));
  first.unmount();

  renderApp('/what-if/new');
  expect(await screen.findByText('What you had typed before is back.')).toBeInTheDocument();
  expect(screen.getByRole('textbox', { name: 'Name' })).toHaveValue('Two more');
  await user.click(screen.getByRole('button', { name: 'Run' }));
  const change = screen.getByRole('group', { name: 'Change 1: Number of agents of a group' });
  expect(await within(change).findByText('Please choose one.')).toBeInTheDocument();
  await user.click(within(change).getByRole('combobox', { name: 'Group' }));
  await user.click(await screen.findByRole('option', { name: 'Agents (5)' }));
  await user.type(within(change).getByRole('textbox', { name: 'Agents' }), '7');
  await user.click(screen.getByRole('button', { name: 'Run' }));
  expect(await screen.findByText('It was cancelled before it came to its end.')).toBeInTheDocument();
  expect(asked).toMatchObject({ name: 'Two more', seed: 1, source: { kind: 'scenario', scenario: { agents: [{ name: 'Agents', count: 5 }] } }, changes: [{ kind: 'staffing', group: 'Agents', count: 7 }] });
  expect(sessionStorage).toHaveLength(0);
});

it('tries a draft of rules on a recorded day', async () => {
  const user = userEvent.setup();
  let asked: unknown;
  server.use(
    answer('get', '/simulations/days', { timeZone: 'UTC', days: [{ date: '2026-03-09', contacts: 3 }] }),
    answer('get', '/drafts', { items: [{ id, name: 'Shorter targets', state: 'draft', queues: 1, pools: 0, agents: 0, liveAt: null, version: 1 }], nextCursor: null }),
    answer('post', '/simulations/scenario', { name: '2026-03-09', start: '2026-03-09T00:00:00Z', end: '2026-03-10T00:00:00Z', timeZone: 'UTC', queues: [{ name: 'Bookings', client: 'Acme Air', channel: 'chat', contacts: [{}, {}, {}] }], agents: [] }),
    http.post('*/api/v1/simulations', async ({ request }) => {
      asked = await request.json();
      return HttpResponse.json(run({ state: 'queued', result: null }), { status: 201 });
    }),
    answer('get', `/simulations/${id}`, run({ state: 'cancelled', result: null })),
  );
  renderApp('/what-if/new');
  await user.type(await screen.findByRole('textbox', { name: 'Name' }), 'Drafted');
  await user.click(await screen.findByRole('combobox', { name: 'Day' }));
  await user.click(await screen.findByRole('option', { name: 'Monday, March 9, 2026 · 3 contacts' }));
  expect(await screen.findByText('3 contacts · one queue · 0 agents')).toBeInTheDocument();
  await user.click(await screen.findByRole('combobox', { name: 'Draft of rules' }));
  await user.click(await screen.findByRole('option', { name: 'Shorter targets' }));
  await user.click(screen.getByRole('button', { name: 'Run' }));
  expect(await screen.findByText('It was cancelled before it came to its end.')).toBeInTheDocument();
  expect(asked).toMatchObject({ source: { kind: 'recorded', date: '2026-03-09' }, changes: [], draftId: id });
});

it('shows what the server refuses, with where, and loses nothing', async () => {
  const user = userEvent.setup();
  server.use(http.post('*/api/v1/simulations', () => problem(400, 'invalid_request', { errors: { 'source.scenario.queues[0].name': ['It has 1 to 200 characters.'] } })));
  renderApp('/what-if/new');
  await user.type(await screen.findByRole('textbox', { name: 'Name' }), 'Mine');
  await user.click(screen.getByRole('radio', { name: 'Generated' }));
  await user.click(screen.getByRole('button', { name: 'Run' }));
  expect(await screen.findByText('source.scenario.queues[0].name: It has 1 to 200 characters.')).toBeInTheDocument();
  expect(screen.getByRole('textbox', { name: 'Name' })).toHaveValue('Mine');
});

it('shows the changed figures beside the base with the difference, and dashes where there is no base', async () => {
  const user = userEvent.setup();
  server.use(answer('get', `/simulations/${id}`, run()));
  renderApp(`/what-if/${id}`);
  expect(await screen.findByRole('heading', { level: 1, name: 'Two more' })).toBeInTheDocument();
  expect(screen.getByText('+18 points, better')).toBeInTheDocument();
  expect(screen.getByText('-27.5 s, better')).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Download CSV' })).toHaveAttribute('href', `/api/v1/simulations/${id}/figures.csv`);
  const table = screen.getByRole('table');
  expect(within(table).getAllByRole('row')).toHaveLength(3);
  expect(within(table).getByText('72%')).toBeInTheDocument();
  await user.click(screen.getByRole('combobox', { name: 'Figures of' }));
  await user.click(await screen.findByRole('option', { name: 'Acme Air · Bookings' }));
  expect(screen.getAllByText('–').length).toBeGreaterThan(1);
});

it('shows how far a run is, and cancels it', async () => {
  const user = userEvent.setup();
  let state: Simulation['state'] = 'running';
  server.use(
    answer('get', `/simulations/${id}`, () => HttpResponse.json(run({ state, result: null, progress: { fraction: 0.4, contacts: 40, until: null } }))),
    answer('post', `/simulations/${id}/cancel`, () => {
      state = 'cancelled';
      return HttpResponse.json(run({ state, result: null }));
    }),
  );
  renderApp(`/what-if/${id}`);
  expect(await screen.findByRole('progressbar', { name: 'How far the run is' })).toHaveAttribute('aria-valuenow', '40');
  await user.click(screen.getByRole('button', { name: 'Cancel the run' }));
  expect(await screen.findByText('It was cancelled before it came to its end.')).toBeInTheDocument();
});

it('is not for those who may not', async () => {
  server.use(answer('get', '/session', session()));
  renderApp('/what-if');
  expect(await screen.findByText('You have no access to this page')).toBeInTheDocument();
  expect(screen.queryByRole('link', { name: 'What if' })).toBeNull();
});
