import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/shared/api/session';
import type { Ticket } from '@/shared/api/types';
import { type Caret, useCaretMenu } from './caret-menu';
import { colleaguesFor, namedAt, namedIn } from './mentions';
import { colleaguesQuery } from './queries';

/** The colleagues that open under "@" in a note, and who is named in it. */
export function useMentionMenu(ticket: Ticket, note: boolean, caret: Caret, text: string, setText: (text: string) => void) {
  const { t } = useTranslation();
  const { user } = useSession();
  // A draft may name people from before a reload.
  const wanted = note && text.includes('@');
  const { data, isFetching } = useQuery({ ...colleaguesQuery(ticket.clientId), enabled: wanted });
  const others = (data?.items ?? []).filter((one) => one.id !== user.id);
  const call = note ? namedAt(text, Math.min(caret.at, text.length)) : null;
  const menu = useCaretMenu({
    caret,
    text,
    setText,
    call,
    found: call === null ? [] : colleaguesFor(others, call.word),
    insert: (one) => `@${one.name} `,
    label: t('composer.colleagues'),
    row: (one) => <span>{one.name}</span>,
  });
  return { ...menu, ready: !wanted || data !== undefined || !isFetching, named: () => (wanted ? namedIn(text, others) : []) };
}
