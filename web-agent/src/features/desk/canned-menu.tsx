import { useQuery } from '@tanstack/react-query';
import type { KeyboardEvent, RefObject } from 'react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/shared/api/session';
import type { CannedReply, Ticket } from '@/shared/api/types';
import { calledAt, filled, inserted, matches } from './canned';
import classes from './desk.module.css';
import { cannedRepliesQuery } from './queries';

/**
 * The list that opens under "/" in a text box. The box keeps the focus; the list is worked with the arrows, Enter or Tab
 * takes what is marked, Escape closes it until the next "/".
 */
export function useCannedMenu(ticket: Ticket, box: RefObject<HTMLTextAreaElement | null>, text: string, setText: (text: string) => void) {
  const { user } = useSession();
  const id = useId();
  const [caret, setCaret] = useState(0);
  const [marked, setMarked] = useState(0);
  const [dismissed, setDismissed] = useState<number | null>(null);
  const called = calledAt(text, Math.min(caret, text.length));
  const { data } = useQuery({ ...cannedRepliesQuery(ticket.clientId), enabled: called !== null });
  const found = called && called.start !== dismissed ? matches(data?.items ?? [], called.word) : [];
  const open = found.length > 0;
  const current = Math.min(marked, found.length - 1);

  const take = (reply: CannedReply) => {
    if (!called) return;
    const next = inserted(text, caret, called.start, filled(reply, ticket, user.name));
    setText(next.text);
    setMarked(0);
    // The caret can be set when the box has the new text.
    requestAnimationFrame(() => {
      box.current?.focus();
      box.current?.setSelectionRange(next.caret, next.caret);
      setCaret(next.caret);
    });
  };

  /** True when the key was the list's. */
  const onKey = (event: KeyboardEvent): boolean => {
    if (!open || event.nativeEvent.isComposing) return false;
    const reply = found[current];
    if (event.key === 'ArrowDown') setMarked((current + 1) % found.length);
    else if (event.key === 'ArrowUp') setMarked((current + found.length - 1) % found.length);
    else if ((event.key === 'Enter' && !event.shiftKey) || event.key === 'Tab') {
      if (reply) take(reply);
    } else if (event.key === 'Escape') setDismissed(called?.start ?? null);
    else return false;
    event.preventDefault();
    return true;
  };

  const onCaret = () => {
    const at = box.current?.selectionStart ?? 0;
    if (at !== caret) setMarked(0);
    setCaret(at);
    if (calledAt(box.current?.value ?? '', at) === null) setDismissed(null);
  };

  return {
    onKey,
    onCaret,
    aria: open
      ? { 'aria-autocomplete': 'list' as const, 'aria-controls': id, 'aria-activedescendant': `${id}-${String(current)}` }
      : { 'aria-autocomplete': 'list' as const },
    list: open ? <CannedList id={id} found={found} current={current} take={take} /> : null,
  };
}

function CannedList({ id, found, current, take }: { id: string; found: CannedReply[]; current: number; take: (reply: CannedReply) => void }) {
  const { t } = useTranslation();
  return (
    <ul id={id} role="listbox" aria-label={t('composer.canned')} className={classes.canned}>
      {found.map((reply, index) => (
        <li
          key={reply.id}
          id={`${id}-${String(index)}`}
          role="option"
          aria-selected={index === current}
          // The box keeps the focus, and the keys are its own.
          onMouseDown={(event) => {
            event.preventDefault();
            take(reply);
          }}
          ref={index === current ? (item) => { item?.scrollIntoView({ block: 'nearest' }); } : undefined}
        >
          <span className={classes.cannedKey}>/{reply.shortcut}</span>
          <span className={classes.cannedTitle}>{reply.title}</span>
          <span className={classes.cannedText}>{reply.text}</span>
        </li>
      ))}
    </ul>
  );
}
