import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse } from 'msw';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { AgentMe } from '@/shared/api/types';
import { keyText, shortcuts } from '@/shared/keys/shortcuts';
import { renderApp } from '@/testing/render-app';
import { ids, me, message, offer, session, ticket } from '@/testing/samples';
import { answer, server } from '@/testing/server';

const page = <T,>(...items: T[]) => ({ items, nextCursor: null });
const ticketPath = `/tickets/${ids.ticket}`;
const other = ticket({ id: ids.offer, number: 7, subject: 'Seat change', contact: { ...ticket().contact, name: 'Ida' } });

beforeAll(() => { server.listen({ onUnhandledRequest: 'bypass' }); });
afterAll(() => { server.close(); });
afterEach(() => {
  server.resetHandlers();
  sessionStorage.clear();
  vi.unstubAllGlobals();
});
beforeEach(() => {
  server.use(
    answer('get', '/session', session()),
    answer('get', '/agents/me', me()),
    answer('get', '/break-reasons', page({ id: 'r1', key: 'lunch', label: 'Lunch', active: true, system: false, version: 1 })),
    answer('get', '/tickets', page(ticket(), other)),
    answer('get', ticketPath, ticket()),
    answer('get', `/tickets/${other.id}`, other),
    answer('get', `${ticketPath}/messages`, page(message(1), message(2))),
    answer('get', `/tickets/${other.id}/messages`, page(message(1))),
    answer('get', '/mentions', { ...page(), unread: 0 }),
    answer('get', '/dispositions', page({ id: 'd1', clientId: ids.client, key: 'resolved', label: 'Resolved', active: true, version: 1 })),
  );
});

it('goes and does things from the palette by keys alone', async () => {
  let asked: unknown;
  server.use(
    answer('put', '/agents/me/state', async ({ request }) => {
      asked = await request.json();
      return HttpResponse.json(me({ state: 'break', reason: 'lunch', version: 2 }));
    }),
  );
  const user = userEvent.setup();
  const { router } = renderApp('/tickets');
  await screen.findByRole('link', { name: /Dana/ });
  await user.keyboard('{Control>}k{/Control}');
  let box = await screen.findByRole('combobox', { name: 'Look for a ticket, a page or a command' });
  expect(box).toHaveFocus();
  await user.type(box, 'seat{Enter}');
  expect(await screen.findByRole('heading', { name: 'Ida' })).toBeInTheDocument();
  expect(router.state.location.pathname).toBe(`/tickets/${other.id}`);

  await user.keyboard('{Control>}k{/Control}');
  box = await screen.findByRole('combobox', { name: 'Look for a ticket, a page or a command' });
  await user.type(box, 'lunch');
  expect(screen.getByRole('option', { name: /Break: Lunch/ })).toHaveAttribute('aria-selected', 'true');
  await user.keyboard('{Enter}');
  await waitFor(() => { expect(asked).toEqual({ state: 'break', reason: 'lunch' }); });

  await user.keyboard('{Control>}k{/Control}');
  box = await screen.findByRole('combobox', { name: 'Look for a ticket, a page or a command' });
  await user.type(box, 'transfer the{Enter}');
  expect(await screen.findByRole('dialog', { name: 'Transfer the ticket' })).toBeInTheDocument();
});

it('asks the server for tickets that are not his, by words or by a tag', async () => {
  const questions: string[] = [];
  server.use(
    answer('get', '/tickets', ({ request }) => {
      const { searchParams } = new URL(request.url);
      const question = searchParams.get('q') ?? searchParams.get('tag');
      if (question !== null) questions.push(searchParams.has('tag') ? `tag ${question}` : question);
      return HttpResponse.json(question === null ? page() : page(other));
    }),
  );
  const user = userEvent.setup();
  renderApp('/tickets');
  await screen.findByText('No tickets');
  await user.keyboard('{Control>}k{/Control}');
  const box = await screen.findByRole('combobox', { name: 'Look for a ticket, a page or a command' });
  await user.type(box, 'seat');
  expect(await screen.findByRole('option', { name: /7 · Ida: Seat change/ })).toBeInTheDocument();
  await user.clear(box);
  await user.type(box, '#vip');
  await waitFor(() => { expect(questions.at(-1)).toBe('tag vip'); });
  expect(questions).toContain('seat');
});

it('shows every key that is bound, and none while a question mark is being typed', async () => {
  const user = userEvent.setup();
  renderApp(ticketPath);
  const reply = await screen.findByLabelText('Your reply');
  await user.type(reply, 'why?');
  expect(reply).toHaveValue('why?');
  expect(screen.queryByRole('dialog')).toBeNull();
  await user.keyboard('{Control>}/{/Control}');
  const help = within(await screen.findByRole('dialog', { name: 'Keyboard shortcuts' }));
  for (const key of shortcuts.flatMap((shortcut) => shortcut.keys)) expect(help.getAllByText(keyText(key)).length).toBeGreaterThan(0);
  // Behind it nothing moves.
  await user.keyboard('{Alt>}j{/Alt}');
  expect(screen.getByRole('heading', { name: 'Dana', hidden: true })).toBeInTheDocument();
});

it('keeps opened tickets as tabs, goes from one to the next by keys, and closes them', async () => {
  const user = userEvent.setup();
  renderApp(ticketPath);
  await user.type(await screen.findByLabelText('Your reply'), 'half a sen');
  expect(screen.queryByRole('navigation', { name: 'Open tickets' })).toBeNull();
  await user.keyboard('{Alt>}j{/Alt}');
  expect(await screen.findByRole('heading', { name: 'Ida' })).toBeInTheDocument();
  const tabs = within(await screen.findByRole('navigation', { name: 'Open tickets' }));
  expect(tabs.getAllByRole('link').map((link) => link.textContent)).toEqual(['Dana 12', 'Ida 7']);
  expect(tabs.getByRole('link', { name: 'Ida 7' })).toHaveAttribute('aria-current', 'page');
  await user.keyboard('{Alt>}j{/Alt}');
  expect(await screen.findByLabelText('Your reply')).toHaveValue('half a sen');
  await user.keyboard('{Alt>}n{/Alt}');
  expect(await screen.findByLabelText(/^Your note/)).toHaveFocus();
  await user.keyboard('{Alt>}w{/Alt}');
  expect(await screen.findByRole('heading', { name: 'Ida' })).toBeInTheDocument();
  await waitFor(() => { expect(screen.queryByRole('navigation', { name: 'Open tickets' })).toBeNull(); });
  await user.keyboard('{Alt>}c{/Alt}');
  expect(await screen.findByRole('dialog', { name: 'Close the ticket' })).toBeInTheDocument();
});

class FakeAudio {
  static notes = 0;
  currentTime = 0;
  destination = {};
  resume = () => Promise.resolve();
  createGain = () => ({ gain: { setValueAtTime: vi.fn(), linearRampToValueAtTime: vi.fn(), exponentialRampToValueAtTime: vi.fn() }, connect: vi.fn() });
  createOscillator = () => ({ frequency: { value: 0 }, connect: () => ({ connect: vi.fn() }), start: () => { FakeAudio.notes++; }, stop: vi.fn() });
}

class FakeNotification {
  static shown: string[] = [];
  static permission = 'granted';
  constructor(title: string, { body }: { body: string }) {
    FakeNotification.shown.push(`${title}: ${body}`);
  }
  close(): void {
    FakeNotification.shown = [];
  }
}

it('is heard and seen from another window when work is offered, until it is taken or muted', async () => {
  vi.stubGlobal('AudioContext', FakeAudio);
  vi.stubGlobal('Notification', FakeNotification);
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
  let mine: AgentMe = me({ offer: offer() });
  server.use(answer('get', '/agents/me', () => HttpResponse.json(mine)), answer('post', `/offers/${ids.offer}/decline`, () => new HttpResponse(null, { status: 204 })));
  const user = userEvent.setup();
  const { queryClient } = renderApp('/password');
  await screen.findByRole('region', { name: 'Offer' });
  expect(FakeNotification.shown).toEqual(['New offer from Acme Air: Lost bag']);
  await waitFor(() => { expect(FakeAudio.notes).toBe(2); });
  expect(document.title).toMatch(/^\(\d\) /);
  mine = me();
  await user.keyboard('{Alt>}x{/Alt}');
  await waitFor(() => { expect(FakeNotification.shown).toEqual([]); });

  await user.click(screen.getByRole('button', { name: 'Agent One' }));
  await user.click(await screen.findByRole('menuitemcheckbox', { name: 'Sound' }));
  mine = me({ offer: offer({ offerId: ids.contact }) });
  await queryClient.invalidateQueries();
  await screen.findByRole('region', { name: 'Offer' });
  expect(FakeNotification.shown.length).toBe(1);
  expect(FakeAudio.notes).toBe(2);
});
