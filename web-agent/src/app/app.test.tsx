import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse } from 'msw';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Message } from '@/shared/api/types';
import { renderApp } from '@/testing/render-app';
import { board, ids, me, message, offer, session, ticket } from '@/testing/samples';
import { answer, problem, server } from '@/testing/server';

interface Sent {
  id: string;
  text: string;
  kind: Message['kind'];
  lastSeen: string | null;
  force?: boolean;
}

function deferred() {
  let resolve: (value: null) => void = () => undefined;
  const promise = new Promise<null>((done) => { resolve = done; });
  return { promise, resolve };
}

const page = <T,>(...items: T[]) => ({ items, nextCursor: null });
const ticketPath = `/tickets/${ids.ticket}`;

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
  );
});

it('asks for a sign-in, shows a wrong password as such, and goes on to the page that was wanted', async () => {
  let signedIn = false;
  server.use(
    answer('get', '/session', () => (signedIn ? HttpResponse.json(session()) : problem(401, 'not_signed_in'))),
    answer('post', '/session', async ({ request }) => {
      const { password } = (await request.json()) as { password: string };
      if (password !== 'right') return problem(401, 'invalid_credentials');
      signedIn = true;
      return HttpResponse.json(session());
    }),
  );
  const user = userEvent.setup();
  renderApp(ticketPath);
  await user.type(await screen.findByLabelText('Email'), 'agent1@demo.test');
  await user.type(screen.getByLabelText('Password'), 'wrong{Enter}');
  expect(await screen.findByText('The email or the password is wrong.')).toBeInTheDocument();
  await user.clear(screen.getByLabelText('Password'));
  await user.type(screen.getByLabelText('Password'), 'right{Enter}');
  expect(await screen.findByRole('heading', { name: 'Dana' })).toBeInTheDocument();
});

it('goes to the sign-in when any answer says that the session is over, and keeps the draft', async () => {
  const user = userEvent.setup();
  const { router } = renderApp(ticketPath);
  await user.type(await screen.findByLabelText('Your reply'), 'half a sen');
  server.use(
    answer('get', '/session', () => problem(401, 'not_signed_in')),
    answer('post', `${ticketPath}/end`, () => problem(401, 'not_signed_in')),
  );
  await user.click(screen.getByRole('button', { name: 'End' }));
  expect(await screen.findByText(/Your session has ended/)).toBeInTheDocument();
  expect(router.state.location.search).toMatchObject({ next: ticketPath });
  server.use(answer('get', '/session', session()), answer('post', '/session', session()));
  await user.type(screen.getByLabelText('Email'), 'agent1@demo.test');
  await user.type(screen.getByLabelText('Password'), 'right{Enter}');
  expect(await screen.findByLabelText('Your reply')).toHaveValue('half a sen');
});

it('sends by Enter with the antiforgery token, a UUID of its own and what was seen', async () => {
  let sent: Sent | undefined;
  let token: string | null = null;
  server.use(
    answer('post', `${ticketPath}/messages`, async ({ request }) => {
      sent = (await request.json()) as Sent;
      token = request.headers.get('x-csrf-token');
      return HttpResponse.json(message(3, { id: sent.id, kind: 'reply', text: sent.text }), { status: 201 });
    }),
  );
  const user = userEvent.setup();
  renderApp(ticketPath);
  await screen.findByText('message 2');
  await user.type(await screen.findByLabelText('Your reply'), 'first line{Shift>}{Enter}{/Shift}second line{Enter}');
  await waitFor(() => { expect(sent).toMatchObject({ kind: 'reply', text: 'first line\nsecond line', lastSeen: message(2).id }); });
  expect(token).toBe('token-1');
  expect(sent?.id).toMatch(/^[0-9a-f-]{36}$/);
  expect(screen.getByLabelText('Your reply')).toHaveValue('');
});

it('puts a canned reply in the place of its call, by keys alone', async () => {
  const canned = (shortcut: string, text: string) =>
    ({ id: shortcut, clientId: ids.client, shortcut, title: `About ${shortcut}`, text, active: true, version: 1 });
  server.use(answer('get', '/canned-replies', { items: [canned('hello', 'Hello {{customer}}'), canned('help', 'I help')], nextCursor: null }));
  const user = userEvent.setup();
  renderApp(ticketPath);
  await screen.findByText('message 2');
  const box = await screen.findByLabelText('Your reply');
  await user.type(box, 'Well: /he');
  expect(await screen.findAllByRole('option')).toHaveLength(2);
  await user.keyboard('{ArrowDown}{ArrowDown}{Enter}');
  await waitFor(() => { expect(box).toHaveValue('Well: Hello Dana'); });
  expect(screen.queryByRole('listbox')).toBeNull();

  await user.type(box, ' /he');
  await screen.findByRole('listbox');
  await user.keyboard('{Escape}');
  expect(screen.queryByRole('listbox')).toBeNull();
  expect(box).toHaveValue('Well: Hello Dana /he');
});

it('sends files along with a reply, when all of them have arrived', async () => {
  let sent: (Sent & { attachments?: string[] }) | undefined;
  const arrived = deferred();
  const file = { id: 'f1', name: 'bag.png', contentType: 'image/png', size: 3 };
  let tries = 0;
  server.use(
    answer('post', '/files', async ({ request }) => {
      expect(new URL(request.url).searchParams.get('name')).toBe('bag.png');
      tries++;
      if (tries === 1) return problem(503, 'database_unavailable');
      await arrived.promise;
      return HttpResponse.json(file, { status: 201 });
    }),
    answer('post', `${ticketPath}/messages`, async ({ request }) => {
      sent = (await request.json()) as Sent;
      return HttpResponse.json(message(3, { id: sent.id, kind: 'reply', text: sent.text, attachments: [file] }), { status: 201 });
    }),
  );
  const user = userEvent.setup();
  renderApp(ticketPath);
  const box = await screen.findByLabelText('Your reply');
  await user.click(box);
  await user.upload(document.querySelector('input[type=file]') as HTMLInputElement, new File(['png'], 'bag.png', { type: 'image/png' }));
  await user.click(await screen.findByRole('button', { name: 'Send again' }));
  await user.type(box, '{Enter}');
  expect(sent).toBeUndefined();
  arrived.resolve(null);
  await waitFor(() => { expect(localStorage.getItem(`cc.files.${ids.user}.${ids.ticket}.reply`)).toContain('f1'); });
  await user.type(box, '{Enter}');
  await waitFor(() => { expect(sent).toMatchObject({ text: '', attachments: ['f1'] }); });
  expect(await screen.findByRole('img', { name: 'bag.png' })).toHaveAttribute('src', '/api/v1/files/f1');
  expect(localStorage.getItem(`cc.files.${ids.user}.${ids.ticket}.reply`)).toBeNull();
});

it('shows what is new when a reply is stale, and sends it when told to', async () => {
  const sent: Sent[] = [];
  server.use(
    answer('post', `${ticketPath}/messages`, async ({ request }) => {
      const body = (await request.json()) as Sent;
      sent.push(body);
      if (!body.force) return problem(409, 'stale_view', { newer: [message(3, { text: 'one more thing' })] });
      return HttpResponse.json(message(4, { id: body.id, kind: 'reply', text: body.text }), { status: 201 });
    }),
  );
  const user = userEvent.setup();
  renderApp(ticketPath);
  await screen.findByText('message 2');
  await user.type(await screen.findByLabelText('Your reply'), 'done{Enter}');
  expect(await within(screen.getByRole('log')).findByText('one more thing')).toBeInTheDocument();
  await user.click(await screen.findByRole('button', { name: 'Send anyway' }));
  await waitFor(() => { expect(screen.queryByRole('button', { name: 'Send anyway' })).not.toBeInTheDocument(); });
  expect(sent.map((body) => body.id)).toEqual([sent[0]?.id, sent[0]?.id]);
});

it('keeps a reply in sight that was not sent, and gives it back for editing', async () => {
  server.use(answer('post', `${ticketPath}/messages`, () => problem(409, 'ticket_closed')));
  const user = userEvent.setup();
  renderApp(ticketPath);
  await user.type(await screen.findByLabelText('Your reply'), 'too late{Enter}');
  expect(await screen.findByText('Not sent: The ticket is closed.')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Edit' }));
  expect(screen.getByLabelText('Your reply')).toHaveValue('too late');
  expect(screen.queryByText(/Not sent/)).not.toBeInTheDocument();
});

it('accepts an offer by key while elsewhere and opens its ticket', async () => {
  server.use(
    answer('get', '/agents/me', me({ offer: offer() })),
    answer('get', '/tickets', page()),
    answer('post', `/offers/${ids.offer}/accept`, () => {
      server.use(answer('get', '/agents/me', me({ load: 33 })), answer('get', '/tickets', page(ticket())));
      return HttpResponse.json(ticket());
    }),
  );
  const user = userEvent.setup();
  renderApp('/password');
  const card = await screen.findByRole('region', { name: 'Offer' });
  expect(within(card).getByText('Lost bag')).toBeInTheDocument();
  expect(screen.getByText(/^New offer: Acme Air/)).toBeInTheDocument();
  await user.keyboard('{Alt>}y{/Alt}');
  expect(await screen.findByRole('heading', { name: 'Dana' })).toBeInTheDocument();
  expect(screen.queryByRole('region', { name: 'Offer' })).not.toBeInTheDocument();
});

it('takes a break with a reason', async () => {
  let asked: unknown;
  server.use(
    answer('put', '/agents/me/state', async ({ request }) => {
      asked = await request.json();
      const away = me({ state: 'break', reason: 'lunch', version: 2 });
      server.use(answer('get', '/agents/me', away));
      return HttpResponse.json(away);
    }),
  );
  const user = userEvent.setup();
  renderApp('/tickets');
  await user.click(await screen.findByRole('button', { name: 'Change your state: Ready' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Lunch' }));
  expect(await screen.findByRole('button', { name: 'Change your state: Break: Lunch' })).toBeInTheDocument();
  expect(asked).toEqual({ state: 'break', reason: 'lunch' });
});

it('closes with a disposition, and not without one', async () => {
  let asked: unknown;
  server.use(
    answer('get', '/dispositions', page({ id: 'd1', clientId: ids.client, key: 'solved', label: 'Solved', active: true, version: 1 })),
    answer('post', `${ticketPath}/close`, async ({ request }) => {
      asked = await request.json();
      const closed = ticket({ status: 'closed', disposition: 'solved', version: 9 });
      server.use(answer('get', ticketPath, closed), answer('get', '/tickets', page()));
      return HttpResponse.json(closed);
    }),
  );
  const user = userEvent.setup();
  renderApp(ticketPath);
  await user.click(await screen.findByRole('button', { name: 'Close…' }));
  await user.click(await screen.findByRole('button', { name: 'Close ticket' }));
  expect(await screen.findByText('Choose one.')).toBeInTheDocument();
  expect(asked).toBeUndefined();
  await user.click(screen.getByLabelText('Solved'));
  await user.click(screen.getByRole('button', { name: 'Close ticket' }));
  expect(await screen.findByText('This ticket is closed: Solved.')).toBeInTheDocument();
  expect(asked).toEqual({ disposition: 'd1' });
});

it('gives a client viewer the live board without any command', async () => {
  server.use(
    answer('get', '/session', session({ roles: ['client-viewer'], permissions: ['tickets.read', 'board.read', 'clients.read', 'queues.read'] })),
    answer('get', '/board', board({
      waiting: [{
        ticketId: ids.ticket, clientId: ids.client, clientName: 'Acme Air', queueId: ids.queue, queueName: 'Bookings', subject: 'Lost bag',
        waitingSince: new Date().toISOString(), deadline: new Date().toISOString(), expectedWait: null, offeredTo: null,
      }],
    })),
  );
  renderApp('/');
  expect(await screen.findByRole('link', { name: 'Lost bag' })).toBeInTheDocument();
  expect(screen.queryByRole('link', { name: 'My tickets' })).not.toBeInTheDocument();
  expect(screen.queryByRole('button', { name: /Assign/ })).not.toBeInTheDocument();
  expect(screen.queryByRole('button', { name: /Change your state/ })).not.toBeInTheDocument();
});

it('says so when the tickets cannot be loaded, and loads them when asked again', async () => {
  server.use(answer('get', '/tickets', () => problem(403, 'forbidden')));
  const user = userEvent.setup();
  renderApp('/tickets');
  expect(await screen.findByText('Your tickets could not be loaded')).toBeInTheDocument();
  server.use(answer('get', '/tickets', page(ticket())));
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('Dana')).toBeInTheDocument();
});

it('says why a page cannot be opened', async () => {
  server.use(answer('get', '/session', () => problem(403, 'forbidden')));
  renderApp('/tickets');
  expect(await screen.findByText('You are not allowed to do this.')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Reload the page' })).toBeInTheDocument();
});

it('gets itself the new token when another tab has signed in, and sends the write again', async () => {
  const tokens: (string | null)[] = [];
  server.use(
    answer('put', '/agents/me/state', ({ request }) => {
      const token = request.headers.get('x-csrf-token');
      tokens.push(token);
      if (token === 'token-2') {
        const away = me({ state: 'offline', version: 2 });
        server.use(answer('get', '/agents/me', away));
        return HttpResponse.json(away);
      }
      server.use(answer('get', '/session', session({ antiforgeryToken: 'token-2' })));
      return problem(400, 'antiforgery_invalid');
    }),
  );
  const user = userEvent.setup();
  renderApp('/tickets');
  await user.click(await screen.findByRole('button', { name: 'Change your state: Ready' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Offline' }));
  expect(await screen.findByRole('button', { name: 'Change your state: Offline' })).toBeInTheDocument();
  expect(tokens).toEqual(['token-1', 'token-2']);
});

it('declines an offer, and says when one was gone already', async () => {
  server.use(
    answer('get', '/agents/me', me({ offer: offer() })),
    answer('post', `/offers/${ids.offer}/decline`, () => {
      server.use(answer('get', '/agents/me', me()));
      return problem(409, 'offer_gone');
    }),
  );
  const user = userEvent.setup();
  renderApp('/tickets');
  await user.click(await screen.findByRole('button', { name: 'Decline' }));
  expect(await screen.findByText('This offer is no longer yours.')).toBeInTheDocument();
  expect(screen.queryByRole('region', { name: 'Offer' })).not.toBeInTheDocument();
});

it('does not show an offer whose time is over', async () => {
  server.use(answer('get', '/agents/me', me({ offer: offer({ deadline: new Date(Date.now() - 1000).toISOString() }) })));
  renderApp('/tickets');
  await screen.findByRole('button', { name: 'Change your state: Ready' });
  expect(screen.queryByRole('region', { name: 'Offer' })).not.toBeInTheDocument();
});

it('tells an agent that he was set on a break for not responding', async () => {
  server.use(answer('get', '/agents/me', me({ state: 'break', reason: 'not-responding' })));
  renderApp('/tickets');
  expect(await screen.findByText(/^Two offers ran out/)).toBeInTheDocument();
});

it('shows who the customer is, his other tickets, and what his clock says', async () => {
  const contact = { ...ticket().contact, timeZone: 'Pacific/Kiritimati' };
  const earlier = ticket({ id: ids.offer, number: 7, subject: 'Seat change', status: 'closed', disposition: 'rebooked', agent: null });
  server.use(
    answer('get', ticketPath, ticket({ contact, tags: ['vip'] })),
    answer('get', '/tickets', ({ request }) => {
      const of = new URL(request.url).searchParams.get('contactId');
      return HttpResponse.json(of === ids.contact ? page(ticket({ contact }), earlier) : page(ticket({ contact })));
    }),
    answer('get', `/contacts/${ids.contact}`, {
      ...contact, clientId: ids.client, clientName: 'Acme Air', createdAt: '2026-01-02T10:00:00Z', version: 1,
      addresses: [{ channel: 'chat', address: 'a-session' }, { channel: 'sms', address: '+15550100' }],
    }),
    answer('get', '/dispositions', page({ id: 'd1', clientId: ids.client, key: 'rebooked', label: 'Rebooked', active: true, version: 1 })),
    answer('get', '/tags', page({ id: 't1', clientId: ids.client, name: 'vip' }, { id: 't2', clientId: ids.client, name: 'refund' })),
  );
  renderApp(ticketPath);
  const details = within(await screen.findByRole('complementary', { name: 'Details' }));
  expect(await details.findByText('Kiritimati (GMT+14)')).toBeInTheDocument();
  expect(await details.findByText('+15550100')).toBeInTheDocument();
  expect(details.queryByText('a-session')).toBeNull();
  const link = await details.findByRole('link', { name: /Seat change/ });
  expect(link).toHaveAttribute('href', `/tickets/${ids.offer}`);
  expect(await within(link).findByText('Rebooked')).toBeInTheDocument();
  expect(details.getAllByRole('link').length).toBe(1);
  expect(screen.getAllByText(/there$/).length).toBe(2);
});

it('puts a tag on, takes one off, and keeps what was typed when the server refuses', async () => {
  const user = userEvent.setup();
  let tags = ['vip'];
  server.use(
    answer('get', ticketPath, () => HttpResponse.json(ticket({ tags }))),
    answer('get', '/tags', page()),
    answer('post', `${ticketPath}/tags`, async ({ request }) => {
      const { tag } = (await request.json()) as { tag: string };
      if (tag === '!') return problem(400, 'invalid_request', { errors: { tag: ['no'] } });
      tags = [...tags, tag.toLowerCase()];
      return HttpResponse.json(ticket({ tags, version: 4 }));
    }),
    answer('delete', `${ticketPath}/tags`, ({ request }) => {
      tags = tags.filter((tag) => tag !== new URL(request.url).searchParams.get('tag'));
      return HttpResponse.json(ticket({ tags, version: 5 }));
    }),
  );
  renderApp(ticketPath);
  const box = await screen.findByLabelText('Add a tag');
  await user.type(box, '!{Enter}');
  expect(await screen.findByText('A tag needs a letter or a digit.')).toBeInTheDocument();
  expect(box).toHaveValue('!');
  await user.clear(box);
  await user.type(box, 'Refund{Enter}');
  await screen.findByRole('button', { name: 'Remove the tag refund' });
  expect(box).toHaveValue('');
  await user.click(screen.getByRole('button', { name: 'Remove the tag vip' }));
  await waitFor(() => { expect(screen.queryByRole('button', { name: 'Remove the tag vip' })).toBeNull(); });
});
