import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/shared/api/session';
import type { Ticket } from '@/shared/api/types';
import { calledAt, filled, matches } from './canned';
import { type Caret, useCaretMenu } from './caret-menu';
import classes from './desk.module.css';
import { cannedRepliesQuery } from './queries';

/** The canned replies that open under "/". */
export function useCannedMenu(ticket: Ticket, caret: Caret, text: string, setText: (text: string) => void) {
  const { t } = useTranslation();
  const { user } = useSession();
  const call = calledAt(text, Math.min(caret.at, text.length));
  const { data } = useQuery({ ...cannedRepliesQuery(ticket.clientId), enabled: call !== null });
  return useCaretMenu({
    caret,
    text,
    setText,
    call,
    found: call === null ? [] : matches(data?.items ?? [], call.word),
    insert: (reply) => filled(reply, ticket, user.name),
    label: t('composer.canned'),
    row: (reply) => (
      <>
        <span className={classes.cannedKey}>/{reply.shortcut}</span>
        <span className={classes.cannedTitle}>{reply.title}</span>
        <span className={classes.cannedText}>{reply.text}</span>
      </>
    ),
  });
}
