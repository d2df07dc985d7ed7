import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse } from 'msw';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Permission } from '@/shared/api/types';
import { renderApp } from '@/testing/render-app';
import { ids, session } from '@/testing/samples';
import { answer, problem, server } from '@/testing/server';

const page = <T,>(...items: T[]) => ({ items, nextCursor: null });
const everything: Permission[] = [
  'tickets.read', 'agents.read', 'agents.manage', 'clients.read', 'clients.manage', 'queues.read', 'queues.manage', 'channels.read',
  'channels.manage', 'users.manage', 'operations.manage',
];
const skill = { id: 's1', key: 'lang-en', name: 'English', version: 1 };
const german = { id: 's2', key: 'lang-de', name: 'Deutsch', version: 1 };
const role = { id: 'r1', name: 'agent', permissions: ['tickets.read'], builtIn: true, version: 0 };
const queue = {
  id: ids.queue, clientId: ids.client, name: 'Bookings', skills: [{ skillId: 's1', level: 5 }], answerTargetSeconds: 60, offerSeconds: 20,
  wrapUpSeconds: 60, reopenHours: 24, autoAccept: false, active: true, version: 2,
};
const agent = {
  id: 'a1', name: 'Agent One', email: 'one@demo.test', skills: [{ skillId: 's1', level: 9, key: 'lang-en' }], weights: null, state: 'offline',
  reason: null, since: '2026-11-20T10:00:00Z', nextState: null, load: 0, version: 4,
};
const widget = {
  id: 'w1', clientId: ids.client, queueId: ids.queue, key: 'acme', name: 'Website', title: 'Acme', greeting: 'Hello there', offlineText: 'Asleep',
  colour: '#1f4e79', allowedOrigins: ['https://acme.test'], active: true, version: 1,
  preChat: { name: 'optional', email: 'optional', topic: 'off' }, theme: { side: 'right', scheme: 'auto', corners: 'round', launcherText: '' },
  asksSatisfaction: false,
};

beforeAll(() => { server.listen({ onUnhandledRequest: 'bypass' }); });
afterAll(() => { server.close(); });
afterEach(() => {
  server.resetHandlers();
  sessionStorage.clear();
});
beforeEach(() => {
  server.use(
    answer('get', '/session', session({ permissions: everything })),
    answer('get', '/skills', page(skill, german)),
    answer('get', '/queues', page(queue)),
    answer('get', '/roles', page(role)),
    answer('get', '/permissions', page({ name: 'tickets.read' }, { name: 'tickets.work' }, { name: 'board.read' })),
    answer('get', '/agents', page(agent)),
    answer('get', '/agents/weights', { weights: { voice: 100, chat: 33 } }),
    answer('get', '/widgets', page(widget)),
    answer('get', '/users', page()),
  );
});

const save = () => screen.getByRole('button', { name: 'Save' });
const dialogGone = () => waitFor(() => { expect(screen.queryByRole('dialog')).not.toBeInTheDocument(); });

it('shows in the menu only what the user may, and nothing to who may nothing', async () => {
  server.use(answer('get', '/session', session({ permissions: ['agents.read', 'agents.manage', 'queues.read'] })));
  renderApp('/admin');
  const menu = await screen.findByRole('navigation', { name: 'Administration pages' });
  expect(await screen.findByRole('heading', { level: 1, name: 'Skills' })).toBeInTheDocument();
  expect(within(menu).getAllByRole('link').map((link) => link.textContent)).toEqual(['Skills', 'Agents', 'Break reasons']);
});

it.each(['/admin', '/admin/users'])('refuses %s to an agent', async (path) => {
  server.use(answer('get', '/session', session()));
  renderApp(path);
  expect(await screen.findByRole('heading', { name: 'You have no access to this page' })).toBeInTheDocument();
  expect(screen.queryByRole('link', { name: 'Administration' })).not.toBeInTheDocument();
});

it('reads every page of a list, and finds without case or accents', async () => {
  server.use(
    answer('get', '/skills', ({ request }) => {
      const more = new URL(request.url).searchParams.get('cursor') === 'two';
      return HttpResponse.json(more ? page({ ...skill, id: 's9', name: 'Español' }) : { items: [skill], nextCursor: 'two' });
    }),
  );
  const user = userEvent.setup();
  renderApp('/admin/skills');
  expect(await screen.findByText('2 entries')).toBeInTheDocument();
  await user.type(screen.getByRole('searchbox', { name: 'Search' }), 'espanol');
  expect(await screen.findByText('1 entry')).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Español' })).toBeInTheDocument();
  expect(screen.queryByRole('link', { name: 'English' })).not.toBeInTheDocument();
});

it('says so when a list cannot be loaded, and loads it when asked again', async () => {
  server.use(answer('get', '/skills', () => problem(403, 'forbidden')));
  const user = userEvent.setup();
  renderApp('/admin/skills');
  expect(await screen.findByText('The list could not be loaded')).toBeInTheDocument();
  server.use(answer('get', '/skills', page(skill)));
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('link', { name: 'English' })).toBeInTheDocument();
});

it('keeps what was typed when someone else has saved first, and merges it with the newer one', async () => {
  const sent: unknown[] = [];
  const newer = { ...queue, name: 'Flights', version: 3 };
  server.use(
    answer('get', `/queues/${ids.queue}`, newer),
    answer('put', `/queues/${ids.queue}`, async ({ request }) => {
      const body = (await request.json()) as { version: number };
      sent.push(body);
      return body.version === 3 ? HttpResponse.json({ ...queue, version: 4 }) : problem(409, 'version_conflict');
    }),
  );
  const user = userEvent.setup();
  renderApp(`/admin/queues?open=${ids.queue}`);
  const target = await screen.findByLabelText('Answer target (seconds)');
  await user.clear(target);
  await user.type(target, '90');
  await user.click(save());
  expect(await screen.findByText(/Changed by the other: Name \(now: Flights\)/)).toBeInTheDocument();
  expect(target).toHaveValue('90');
  await user.click(screen.getByRole('button', { name: 'Keep my changes' }));
  expect(screen.getByLabelText(/^Name/)).toHaveValue('Flights');
  await user.click(save());
  await dialogGone();
  expect(sent.at(-1)).toMatchObject({ name: 'Flights', answerTargetSeconds: 90, version: 3 });
});

it('lets a queue ask up to five agents at once, and says that one is asked where it accepts for them', async () => {
  let sent: { ringAgents?: number } = {};
  server.use(
    answer('put', `/queues/${ids.queue}`, async ({ request }) => {
      sent = (await request.json()) as typeof sent;
      return HttpResponse.json({ ...queue, ...sent, version: 3 });
    }),
  );
  const user = userEvent.setup();
  renderApp(`/admin/queues?open=${ids.queue}`);
  const ring = await screen.findByLabelText('Agents asked at once');
  expect(ring).toHaveValue('1');
  await user.clear(ring);
  await user.type(ring, '6');
  await user.click(save());
  expect(ring).toBeInvalid();
  await user.clear(ring);
  await user.type(ring, '3');
  await user.click(screen.getByLabelText('Accept for the agent'));
  expect(ring).toHaveAccessibleDescription(/^One is asked/);
  await user.click(screen.getByLabelText('Accept for the agent'));
  expect(ring).toHaveAccessibleDescription(/^1 to 5 who are free/);
  await user.click(save());
  await dialogGone();
  expect(sent).toMatchObject({ ringAgents: 3, autoAccept: false, version: 2 });
});

it('does not call it a conflict when an agent has only changed his state', async () => {
  const versions: number[] = [];
  server.use(
    answer('get', '/agents/a1', { ...agent, state: 'ready', version: 5 }),
    answer('put', '/agents/a1', async ({ request }) => {
      const body = (await request.json()) as { version: number; weights: unknown };
      versions.push(body.version);
      expect(body.weights).toEqual({ chat: 50 });
      return body.version === 5 ? HttpResponse.json({ ...agent, version: 6 }) : problem(409, 'version_conflict');
    }),
  );
  const user = userEvent.setup();
  renderApp('/admin/agents');
  const row = await screen.findByRole('row', { name: /Agent One/ });
  expect(within(row).getByDisplayValue('9')).toBeInTheDocument();
  await user.click(screen.getByRole('link', { name: 'Agent One' }));
  const chat = await screen.findByLabelText('Chat');
  expect(chat).toHaveAttribute('placeholder', 'Standard: 33');
  await user.type(chat, '50');
  await user.click(save());
  await dialogGone();
  expect(versions).toEqual([4, 5]);
});

it('changes a level in its cell by keys, one save after the other, and takes a skill away', async () => {
  let now = { ...agent, version: 4 };
  const sent: unknown[] = [];
  server.use(
    answer('put', '/agents/a1', async ({ request }) => {
      const body = (await request.json()) as { version: number; skills: { skillId: string; level: number }[] };
      if (body.version !== now.version) return problem(409, 'version_conflict');
      sent.push(body.skills);
      now = { ...now, version: now.version + 1, skills: body.skills.map((one) => ({ ...one, key: one.skillId })) as typeof now.skills };
      return HttpResponse.json(now);
    }),
  );
  const user = userEvent.setup();
  renderApp('/admin/agents');
  const row = await screen.findByRole('row', { name: /Agent One/ });
  const known = within(row).getByDisplayValue('9');
  await user.click(known);
  await user.keyboard('11');
  expect(known).toHaveAttribute('aria-invalid', 'true');
  await user.keyboard('{Escape}');
  expect(known).toHaveValue('9');
  await user.keyboard('{Control>}a{/Control}7{Enter}');
  await waitFor(() => { expect(sent).toHaveLength(1); });
  expect(sent[0]).toMatchObject([{ level: 7 }]);
  await user.clear(known);
  await user.tab();
  await waitFor(() => { expect(sent).toHaveLength(2); });
  expect(sent[1]).toEqual([]);
});

it('says so when somebody else has changed the level that is being typed', async () => {
  server.use(
    answer('get', '/agents/a1', { ...agent, version: 5, skills: agent.skills.map((one) => ({ ...one, level: 3 })) }),
    answer('put', '/agents/a1', () => problem(409, 'version_conflict')),
  );
  const user = userEvent.setup();
  renderApp('/admin/agents');
  const row = await screen.findByRole('row', { name: /Agent One/ });
  await user.click(within(row).getByDisplayValue('9'));
  await user.keyboard('{Control>}a{/Control}7{Enter}');
  expect(await screen.findByText(/Someone else changed the level/)).toBeInTheDocument();
  expect(within(row).getByDisplayValue('7')).toHaveAttribute('aria-invalid', 'true');
});

it('asks before it leaves what was typed, and has it again after a reload', async () => {
  const user = userEvent.setup();
  const first = renderApp('/admin/skills?open=new');
  await user.type(await screen.findByLabelText(/^Name/), 'Half a na');
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  await user.click(await screen.findByRole('button', { name: 'Keep editing' }));
  expect(screen.getByLabelText(/^Name/)).toHaveValue('Half a na');
  first.unmount();

  renderApp('/admin/skills?open=new');
  expect(await screen.findByText('What you typed here before and did not save is back.')).toBeInTheDocument();
  expect(screen.getByLabelText(/^Name/)).toHaveValue('Half a na');
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  await user.click(await screen.findByRole('button', { name: 'Discard my changes' }));
  await dialogGone();
  await user.click(screen.getByRole('button', { name: 'New skill' }));
  expect(await screen.findByLabelText(/^Name/)).toHaveValue('');
});

it('shows the server’s complaint at its field, and any other above the buttons', async () => {
  server.use(answer('post', '/skills', () => problem(409, 'key_taken')));
  const user = userEvent.setup();
  renderApp('/admin/skills?open=new');
  await user.type(await screen.findByLabelText(/^Name/), 'French');
  await user.click(save());
  expect(await screen.findByText('Please fill this in.')).toBeInTheDocument();
  await user.type(screen.getByLabelText(/^Key/), 'lang-fr');
  await user.click(save());
  expect(await screen.findByText('This key is taken.')).toBeInTheDocument();
  expect(screen.getByLabelText(/^Key/)).toHaveAccessibleDescription(/This key is taken/);
  server.use(answer('post', '/skills', () => problem(503, 'database_unavailable')));
  await user.type(screen.getByLabelText(/^Key/), '2');
  await user.click(save());
  expect(await screen.findByText(/The server cannot work right now/)).toBeInTheDocument();
  expect(screen.getByLabelText(/^Name/)).toHaveValue('French');
});

it('shows the link of a new user once', async () => {
  let asked: unknown;
  const made = { id: 'u1', email: 'new@demo.test', name: 'Newcomer', roles: ['r1'], clients: [ids.client], allClients: false, active: true, version: 1, invited: true };
  server.use(
    answer('post', '/users', async ({ request }) => {
      asked = await request.json();
      server.use(answer('get', '/users', page(made)));
      return HttpResponse.json({ user: made, inviteUrl: 'https://desk.test/invite?user=u1&token=t' }, { status: 201 });
    }),
  );
  const user = userEvent.setup();
  renderApp('/admin/users?open=new');
  await user.type(await screen.findByLabelText(/^Name/), 'Newcomer');
  await user.type(screen.getByLabelText(/^Email/), 'new@demo.test');
  await user.click(screen.getByLabelText('Agent'));
  await user.click(screen.getByLabelText('Acme Air'));
  await user.click(save());
  expect(await screen.findByLabelText('Invitation link')).toHaveValue('https://desk.test/invite?user=u1&token=t');
  expect(asked).toEqual({ email: 'new@demo.test', name: 'Newcomer', roles: ['r1'], clients: [ids.client], allClients: false });
  await user.click(screen.getAllByRole('button', { name: 'Close' }).at(-1) as HTMLElement);
  await waitFor(() => { expect(screen.queryByLabelText('Invitation link')).not.toBeInTheDocument(); });
  expect(await screen.findByText('Invited')).toBeInTheDocument();
});

it('leaves a built-in role as it is', async () => {
  renderApp('/admin/roles?open=r1');
  expect(await screen.findByRole('dialog', { name: 'Role: Agent' })).toBeInTheDocument();
  expect(screen.getByRole('group', { name: 'Tickets' })).toBeInTheDocument();
  expect(screen.getByLabelText('Read tickets')).toBeChecked();
  expect(screen.getByLabelText('Read tickets')).toBeDisabled();
  expect(screen.queryByRole('button', { name: 'Save' })).not.toBeInTheDocument();
});

it('removes a role only after asking, and says when somebody still has it', async () => {
  server.use(answer('get', '/roles', page({ ...role, builtIn: false, name: 'helper' })), answer('delete', '/roles/r1', () => problem(409, 'role_in_use')));
  const user = userEvent.setup();
  renderApp('/admin/roles?open=r1');
  await user.click(await screen.findByRole('button', { name: 'Remove this role' }));
  await user.click(screen.getByRole('button', { name: 'Yes, remove it' }));
  expect(await screen.findByText('Somebody still has this role.')).toBeInTheDocument();
  server.use(answer('delete', '/roles/r1', () => new HttpResponse(null, { status: 204 })), answer('get', '/roles', page()));
  await user.click(screen.getByRole('button', { name: 'Yes, remove it' }));
  await dialogGone();
});

it('previews a widget as it is typed, on duty and off', async () => {
  const user = userEvent.setup();
  renderApp('/admin/widgets?open=w1');
  const glass = await screen.findByRole('img', { name: 'The widget as a customer sees it' });
  const text = () => glass.firstElementChild?.shadowRoot?.textContent ?? '';
  await waitFor(() => { expect(text()).toContain('Hello there'); });
  await user.type(screen.getByLabelText(/^Greeting/), ', friend');
  await waitFor(() => { expect(text()).toContain('Hello there, friend'); });
  expect(text()).not.toContain('Asleep');
  await user.click(screen.getByLabelText('Nobody on duty'));
  await waitFor(() => { expect(text()).toContain('Asleep'); });
});

it('previews what is asked before and after a talk, in every language of the widget', async () => {
  const user = userEvent.setup();
  let sent: unknown;
  server.use(answer('put', '/widgets/w1', async ({ request }) => {
    sent = await request.json();
    return HttpResponse.json({ ...widget, version: 2 });
  }));
  renderApp('/admin/widgets?open=w1');
  const glass = await screen.findByRole('img', { name: 'The widget as a customer sees it' });
  const shown = (selector: string) => glass.firstElementChild?.shadowRoot?.querySelector<HTMLElement>(selector);
  await user.click(screen.getByRole('combobox', { name: 'Topic' }));
  await user.click(await screen.findByRole('option', { name: 'Required' }));
  await waitFor(() => { expect(shown('.about-form.first')?.hidden).toBe(false); });
  await user.click(screen.getByRole('combobox', { name: 'Language of the preview' }));
  await user.click(await screen.findByRole('option', { name: 'العربية' }));
  await waitFor(() => { expect(shown('.widget')?.dir).toBe('rtl'); });
  await user.click(screen.getByLabelText('Ask at the end how it was'));
  await user.click(screen.getByLabelText('End'));
  await waitFor(() => { expect(shown('.rating')?.hidden).toBe(false); });
  await user.click(save());
  await dialogGone();
  expect(sent).toMatchObject({ preChat: { name: 'optional', topic: 'required' }, theme: { side: 'right' }, asksSatisfaction: true });
});

it('starts a failed event again', async () => {
  const letter = {
    id: 'e1', subscriber: 'routing', type: 'ticketOpened', clientId: ids.client, stream: 't1', sequence: 3, at: '2026-11-20T10:00:00Z', attempts: 9,
    parkedAt: '2026-11-20T11:00:00Z', error: 'It broke.',
  };
  let asked: unknown;
  server.use(
    answer('get', '/outbox/dead-letters', page(letter)),
    answer('post', '/outbox/dead-letters/e1/replay', async ({ request }) => {
      asked = await request.json();
      server.use(answer('get', '/outbox/dead-letters', page()));
      return new HttpResponse(null, { status: 204 });
    }),
  );
  const user = userEvent.setup();
  renderApp('/admin/failed-events');
  await user.click(await screen.findByRole('button', { name: 'Try again: ticketOpened for routing' }));
  expect(await screen.findByText('Nothing has failed.')).toBeInTheDocument();
  expect(asked).toEqual({ subscriber: 'routing' });
});
