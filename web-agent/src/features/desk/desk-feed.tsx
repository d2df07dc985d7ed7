import { notifications } from '@mantine/notifications';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '@/shared/api/client';
import { keys } from '@/shared/api/query-client';
import { may, useSession } from '@/shared/api/session';
import type { AgentMe, Message, Offer } from '@/shared/api/types';
import { NewsFeed } from '@/shared/hub/news-feed';
import { applyMessage, applyMessageStatus, applyOffer, applyTicketNews, offerNotice, withoutOffer } from './cache';
import { type Desk, DeskContext } from './desk-context';
import { Outbox, type Outgoing } from './outbox';
import { TypingSigns } from './typing-signs';

interface Forced {
  state: 'ready' | 'break' | 'offline';
  by: string | null;
}

/** What is said to the user as it happens. */
interface Tell {
  expired: () => void;
  taken: (offerId: string) => void;
  forced: (item: Forced) => void;
  mentioned: (author: string | null, text: string) => void;
}

type OfferEnd = 'accepted' | 'declined' | 'expired' | 'withdrawn' | 'taken';

function makeDesk(queryClient: QueryClient, userId: string, works: boolean, tell: Tell): Desk {
  const typing = new TypingSigns();
  // Two nodes may tell of one offer, and so its end before its beginning.
  const ended = new Set<string>();
  const outbox = new Outbox(userId, {
    storage: localStorage,
    post: (item: Outgoing) =>
      answerOf(
        api.POST('/api/v1/tickets/{id}/messages', {
          params: { path: { id: item.ticketId } },
          body: { id: item.id, kind: item.kind, text: item.text, lastSeen: item.lastSeen, force: item.force, attachments: item.attachments.map((file) => file.id), mentions: item.mentions ?? [] },
        }),
      ),
    stored: (ticketId, message) => { applyMessage(queryClient, ticketId, message); },
  });
  const feed = new NewsFeed({
    url: '/hubs/agent',
    refetch: () => {
      void queryClient.invalidateQueries();
      outbox.flushAll();
    },
    lost: () => void queryClient.invalidateQueries({ queryKey: keys.session }),
    on: {
      offerMade: (offer: Offer) => {
        if (!ended.has(offer.offerId)) applyOffer(queryClient, offer);
      },
      offerWithdrawn: (item: { offerId: string; reason: OfferEnd }) => {
        ended.add(item.offerId);
        const mine = queryClient.getQueryData<AgentMe | null>(keys.me)?.offer?.offerId === item.offerId;
        withoutOffer(queryClient, item.offerId);
        if (mine && (item.reason === 'expired' || item.reason === 'withdrawn')) tell.expired();
        if (mine && item.reason === 'taken') tell.taken(item.offerId);
      },
      messageArrived: (item: { ticketId: string; message: Message }) => {
        applyMessage(queryClient, item.ticketId, item.message);
        outbox.confirm(item.message.id);
        if (item.message.kind === 'customer') typing.set(item.ticketId, false);
      },
      messageStatusChanged: (item: { ticketId: string; messageId: string; status: Message['status'] }) => {
        applyMessageStatus(queryClient, item.ticketId, item.messageId, item.status);
      },
      ticketChanged: (item: { ticketId: string; change?: string; version?: number }) => {
        if (item.change === 'rated') void queryClient.invalidateQueries({ queryKey: keys.satisfaction(item.ticketId) });
        applyTicketNews(queryClient, item.ticketId, item.version);
        void queryClient.invalidateQueries({ queryKey: keys.me });
        void queryClient.invalidateQueries({ queryKey: keys.day });
      },
      agentStateChanged: (item: Forced) => {
        void queryClient.invalidateQueries({ queryKey: keys.me });
        void queryClient.invalidateQueries({ queryKey: keys.day });
        if (item.by !== null) tell.forced(item);
      },
      mentioned: (item: { author: string | null; text: string }) => {
        void queryClient.invalidateQueries({ queryKey: keys.mentions });
        tell.mentioned(item.author, item.text);
      },
      mentionsOpened: () => void queryClient.invalidateQueries({ queryKey: keys.mentions }),
      typing: (item: { ticketId: string; typing: boolean }) => { typing.set(item.ticketId, item.typing); },
    },
  });
  return { feed: works ? feed : null, outbox, typing };
}

/** The agent's desk: his news, what he writes on its way out, and the cache that both keep true. */
export function DeskFeed({ children }: { children: React.ReactNode }) {
  const { t } = useTranslation();
  const session = useSession();
  const queryClient = useQueryClient();
  const [desk] = useState(() =>
    makeDesk(queryClient, session.user.id, may(session, 'tickets.work'), {
      // His own click may have come second: then this says why, and its refusal is not said as well.
      taken: (offerId) => notifications.show({ id: offerNotice(offerId), message: t('offer.taken') }),
      expired: () => notifications.show({ message: t('offer.expired'), color: 'yellow' }),
      forced: ({ state, by }) => notifications.show({ color: 'yellow', autoClose: false, message: t('state.forced', { name: by, state: t(`state.${state}`) }) }),
      mentioned: (author, text) => notifications.show({ title: t('mentions.new', { name: author ?? t('mentions.someone') }), message: text.slice(0, 140) }),
    }),
  );

  useEffect(() => {
    desk.feed?.start();
    const online = () => { desk.outbox.flushAll(); };
    window.addEventListener('online', online);
    online();
    return () => {
      desk.feed?.stop();
      window.removeEventListener('online', online);
    };
  }, [desk]);

  return <DeskContext value={desk}>{children}</DeskContext>;
}
