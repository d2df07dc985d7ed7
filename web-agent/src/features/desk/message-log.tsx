import { Button, Text } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '@/shared/api/client';
import type { Message, Ticket } from '@/shared/api/types';
import { momentText } from '@/shared/ui/duration';
import { Empty, Failed, Loading } from '@/shared/ui/states';
import { useNow } from '@/shared/ui/use-now';
import { otherTime, zoneTime } from '@/shared/ui/zone-time';
import { applyRead, messagesOf } from './cache';
import { useDesk, useOutgoing, useTyping } from './desk-context';
import classes from './desk.module.css';
import { MessageFiles } from './files';
import { OutgoingItem } from './outgoing-item';
import { followEveryMs, messagesQuery } from './queries';

/** Follows: news of the talk go to its owner; whoever reads along asks for them. */
export function MessageLog({ ticket, reads, follows }: { ticket: Ticket; reads: boolean; follows: boolean }) {
  const { t } = useTranslation();
  const { outbox } = useDesk();
  const query = useInfiniteQuery({ ...messagesQuery(ticket.id), refetchInterval: follows ? followEveryMs : false });
  const messages = useMemo(() => messagesOf(query.data), [query.data]);
  const outgoing = useOutgoing(ticket.id);
  const typing = useTyping(ticket.id);
  const newest = messages.at(-1);
  const log = useStayAtEnd(`${newest?.id ?? ''}|${String(outgoing.length)}|${String(typing)}`);
  useMarkRead(ticket, newest, reads);

  useEffect(() => {
    for (const message of messages) outbox.confirm(message.id);
  }, [messages, outbox]);

  return (
    // Whoever has no mouse scrolls it by keys.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.logFrame} ref={log} tabIndex={0} role="group" aria-label={t('messages.log')}>
      {query.hasNextPage && (
        <Button
          variant="subtle"
          size="xs"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
          className={classes.older}
        >
          {t('messages.older')}
        </Button>
      )}
      {query.isPending && <Loading label={t('ticket.loading')} />}
      {query.isError && (
        <Failed title={t('messages.failed')} error={query.error} retry={() => void query.refetch()} />
      )}
      {query.data && messages.length === 0 && outgoing.length === 0 && <Empty title={t('messages.empty')} />}
      <div role="log" aria-label={t('messages.log')} className={classes.log}>
        {messages.map((message) => (
          <MessageItem key={message.id} message={message} contact={ticket.contact} />
        ))}
        {outgoing.map((item) => (
          <OutgoingItem key={item.id} item={item} />
        ))}
      </div>
      <Text size="sm" c="dimmed" className={classes.typing} role="status">
        {typing ? t('messages.typing') : ''}
      </Text>
    </div>
  );
}

function MessageItem({ message, contact }: { message: Message; contact: Ticket['contact'] }) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const at = momentText(message.at, now, i18n.language);
  if (message.kind === 'event') {
    const key = `events.${message.code ?? ''}`;
    const text = i18n.exists(key)
      ? i18n.t(key as 'events.agent_joined', { name: message.author.name ?? '' })
      : message.text;
    return (
      <p className={classes.event}>
        {text} <span className={classes.at}>{at}</span>
      </p>
    );
  }
  const name = message.author.name ?? (message.kind === 'customer' ? contact.name : null) ?? t('messages.customer');
  return (
    <article className={classes.message} data-kind={message.kind}>
      <header className={classes.by}>
        <span>{message.kind === 'note' ? `${name} · ${t('messages.note')}` : name}</span>
        <time dateTime={message.at} className={classes.at}>
          {at}
          {message.kind !== 'note' && <There at={message.at} zone={contact.timeZone} />}
        </time>
      </header>
      {message.text !== '' && <p className={classes.text}>{message.text}</p>}
      <MessageFiles files={message.attachments} />
      {message.status === 'failed' && <p className={classes.bad}>{t('messages.notDelivered')}</p>}
    </article>
  );
}

/** What the customer's clock showed, where it shows something else than ours. */
function There({ at, zone }: { at: string; zone: string | null }) {
  const { t, i18n } = useTranslation();
  // The log is drawn anew each second, and formats are dear.
  const there = useMemo(() => {
    const instant = Date.parse(at);
    return zone !== null && otherTime(instant, zone) ? zoneTime(instant, zone, i18n.language) : null;
  }, [at, zone, i18n.language]);
  return there === null ? null : ` · ${t('messages.there', { time: there })}`;
}

/** New messages stay in view for a reader at the end; one who reads further up is left where he is. */
function useStayAtEnd(change: string): React.RefObject<HTMLDivElement | null> {
  const log = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    const element = log.current;
    if (element === null) return undefined;
    const scrolled = () => {
      atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 80;
    };
    element.addEventListener('scroll', scrolled, { passive: true });
    // The end stays in view when there is less room for it or a picture has come.
    const sized = new ResizeObserver(() => {
      if (atEnd.current) element.scrollTop = element.scrollHeight;
    });
    sized.observe(element);
    for (const part of element.children) sized.observe(part);
    return () => {
      element.removeEventListener('scroll', scrolled);
      sized.disconnect();
    };
  }, []);
  useLayoutEffect(() => {
    const element = log.current;
    if (element !== null && atEnd.current) element.scrollTop = element.scrollHeight;
  }, [change]);
  return log;
}

/** The owner has read what is on his screen while the window is in front of him. */
function useMarkRead(ticket: Ticket, newest: Message | undefined, reads: boolean): void {
  const queryClient = useQueryClient();
  const told = useRef<string | null>(null);
  const unread = ticket.unread;
  const newestId = newest?.id;
  useEffect(() => {
    if (!reads || unread === 0 || newestId === undefined) return undefined;
    const mark = () => {
      if (!document.hasFocus() || document.visibilityState !== 'visible' || told.current === newestId) return;
      told.current = newestId;
      answerOf(
        api.POST('/api/v1/tickets/{id}/read', { params: { path: { id: ticket.id } }, body: { lastSeen: newestId } }),
      )
        .then(() => { applyRead(queryClient, ticket.id); })
        .catch(() => {
          // It stays unread, and the next message or look tries again.
          told.current = null;
        });
    };
    mark();
    window.addEventListener('focus', mark);
    return () => { window.removeEventListener('focus', mark); };
  }, [reads, unread, newestId, ticket.id, queryClient]);
}
