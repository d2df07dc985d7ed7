import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse } from 'msw';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { renderApp } from '@/testing/render-app';
import { ids, me, message, session, ticket } from '@/testing/samples';
import { answer, server } from '@/testing/server';

const page = <T,>(...items: T[]) => ({ items, nextCursor: null });
const ticketPath = `/tickets/${ids.ticket}`;
const mention = (read: boolean) => ({
  id: ids.offer, ticketId: ids.ticket, number: 12, clientId: ids.client, clientName: 'Acme Air', subject: 'Lost bag', messageId: message(2).id,
  author: 'Ben', preview: '@Agent One look', at: '2026-11-20T10:00:00Z', read,
});

beforeAll(() => { server.listen({ onUnhandledRequest: 'bypass' }); });
afterAll(() => { server.close(); });
afterEach(() => { server.resetHandlers(); });
beforeEach(() => {
  server.use(
    answer('get', '/session', session()),
    answer('get', '/agents/me', me()),
    answer('get', '/break-reasons', page({ id: 'r1', key: 'lunch', label: 'Lunch', active: true, system: false, version: 1 })),
    answer('get', '/tickets', page(ticket())),
    answer('get', ticketPath, ticket()),
    answer('get', `${ticketPath}/messages`, page(message(1), message(2))),
    answer('post', `${ticketPath}/read`, () => new HttpResponse(null, { status: 204 })),
    answer('get', '/mentions', { ...page(), unread: 0 }),
  );
});

it('names a colleague in a note, by keys alone, and never in a reply', async () => {
  let sent: { kind: string; text: string; mentions: string[] } | undefined;
  server.use(
    answer('get', '/colleagues', page({ id: ids.user, name: 'Agent One' }, { id: ids.contact, name: 'Ben Hill' }, { id: ids.queue, name: 'Bea Long' })),
    answer('post', `${ticketPath}/messages`, async ({ request }) => {
      sent = (await request.json()) as typeof sent;
      return HttpResponse.json(message(3, { kind: 'note', text: sent?.text ?? '' }), { status: 201 });
    }),
  );
  const user = userEvent.setup();
  renderApp(ticketPath);
  await screen.findByText('message 2');
  await user.type(await screen.findByLabelText('Your reply'), 'write to @b');
  expect(screen.queryByRole('listbox')).toBeNull();
  await user.click(screen.getByRole('radio', { name: 'Note' }));
  const box = await screen.findByLabelText(/^Your note/);
  await user.type(box, 'Ask @b');
  const list = within(await screen.findByRole('listbox', { name: 'Colleagues' }));
  expect(list.getAllByRole('option').map((option) => option.textContent)).toEqual(['Ben Hill', 'Bea Long']);
  await user.keyboard('{ArrowDown}{ArrowUp}{Enter}');
  await waitFor(() => { expect(box).toHaveValue('Ask @Ben Hill '); });
  await user.type(box, 'about it{Enter}');
  await waitFor(() => { expect(sent).toMatchObject({ kind: 'note', text: 'Ask @Ben Hill about it', mentions: [ids.contact] }); });
});

it('shows where he was mentioned and counts it as read once he has opened the ticket', async () => {
  let read = false;
  server.use(
    answer('get', '/mentions', () => HttpResponse.json({ ...page(mention(read)), unread: read ? 0 : 1 })),
    answer('post', `${ticketPath}/mentions/read`, () => {
      read = true;
      return new HttpResponse(null, { status: 204 });
    }),
  );
  const user = userEvent.setup();
  renderApp('/tickets');
  await user.click(await screen.findByRole('button', { name: 'Mentions, 1 new' }));
  await user.click(await screen.findByRole('menuitem', { name: /Ben.*@Agent One look/ }));
  expect(await screen.findByRole('heading', { name: 'Dana' })).toBeInTheDocument();
  expect(await screen.findByRole('button', { name: 'Mentions, 0 new' })).toBeInTheDocument();
});

it("shows the day's sums, and what is running goes on", async () => {
  const at = new Date().toISOString();
  server.use(
    answer('get', '/agents/me', me({ state: 'break', reason: 'lunch' })),
    answer('get', '/agents/me/day', {
      timeZone: 'UTC', from: at, at, readySeconds: 3725, contactSeconds: 61, wrapUpSeconds: 20,
      breaks: [{ reason: 'lunch', seconds: 300 }], running: 'break', runningReason: 'lunch',
    }),
  );
  const user = userEvent.setup();
  renderApp('/tickets');
  await user.click(await screen.findByRole('button', { name: /^Change your state/ }));
  expect(await screen.findByText('1:02:05')).toBeInTheDocument();
  expect(screen.getByText('1:01')).toBeInTheDocument();
  expect(screen.getByText('0:20')).toBeInTheDocument();
  expect(await screen.findByText(/^5:0[1-9]$/, undefined, { timeout: 5000 })).toBeInTheDocument();
  expect(screen.getByText('Break: Lunch', { selector: 'div > span' })).toBeInTheDocument();
});
