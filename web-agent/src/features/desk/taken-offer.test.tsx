import { notifications } from '@mantine/notifications';
import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { keys } from '@/shared/api/query-client';
import { renderApp } from '@/testing/render-app';
import { ids, me, offer, session } from '@/testing/samples';
import { answer, problem, server } from '@/testing/server';

type News = Record<string, (item: object) => void>;

// The hub's end of the line: what it says is what the test says.
const hub = vi.hoisted(() => ({ on: {} as News }));
vi.mock('@/shared/hub/news-feed', () => ({
  NewsFeed: class {
    constructor({ url, on }: { url: string; on: News }) {
      if (url === '/hubs/agent') hub.on = on;
    }
    readonly subscribe = () => () => undefined;
    readonly status = () => 'live';
    start() { /* It is there from the start. */ }
    stop() { /* Nothing to end. */ }
  },
}));

const taken = 'A colleague has taken this contact.';

beforeAll(() => { server.listen({ onUnhandledRequest: 'bypass' }); });
afterAll(() => { server.close(); });
afterEach(() => {
  server.resetHandlers();
  act(() => { notifications.clean(); });
});
beforeEach(() => {
  server.use(
    answer('get', '/session', session()),
    answer('get', '/agents/me', me({ offer: offer() })),
    answer('get', '/tickets', { items: [], nextCursor: null }),
  );
});

function told(reason: string, offerId: string = ids.offer) {
  act(() => { hub.on.offerWithdrawn?.({ offerId, reason }); });
}

it('takes the card away and says calmly that a colleague has the contact', async () => {
  renderApp('/tickets');
  await screen.findByRole('region', { name: 'Offer' });
  told('taken', 'another offer');
  expect(screen.getByRole('region', { name: 'Offer' })).toBeInTheDocument();
  expect(screen.queryByText(taken)).not.toBeInTheDocument();
  told('taken');
  expect(await screen.findByText(taken)).toBeInTheDocument();
  expect(screen.queryByRole('region', { name: 'Offer' })).not.toBeInTheDocument();
});

it('shows no offer whose end was told first', async () => {
  server.use(answer('get', '/agents/me', me()));
  const { queryClient } = renderApp('/tickets');
  await screen.findByRole('button', { name: 'Change your state: Ready' });
  told('expired');
  act(() => { hub.on.offerMade?.(offer()); });
  expect(queryClient.getQueryData(keys.me)).toMatchObject({ offer: null });
  act(() => { hub.on.offerMade?.(offer({ offerId: 'the next' })); });
  expect(await screen.findByRole('region', { name: 'Offer' })).toBeInTheDocument();
});

it('says it once to who accepts in the same moment', async () => {
  server.use(
    answer('post', `/offers/${ids.offer}/accept`, () => {
      told('taken');
      return problem(409, 'offer_gone');
    }),
  );
  const user = userEvent.setup();
  const { queryClient } = renderApp('/tickets');
  await user.click(await screen.findByRole('button', { name: 'Accept' }));
  expect(await screen.findByText(taken)).toBeInTheDocument();
  await waitFor(() => { expect(queryClient.getMutationCache().getAll().map(({ state }) => state.status)).toEqual(['error']); });
  expect(screen.queryByText('The offer was not accepted')).not.toBeInTheDocument();
});
