import type { KeyboardEvent, ReactNode, RefObject } from 'react';
import { useId, useState } from 'react';
import { isPressed } from '@/shared/keys/shortcuts';
import classes from './desk.module.css';

/** What is being called before the caret: the word so far and where the call begins. */
export interface Call {
  word: string;
  start: number;
}

export interface Caret {
  box: RefObject<HTMLTextAreaElement | null>;
  at: number;
  /** To be told whenever the caret may have moved. */
  moved: () => void;
  put: (at: number) => void;
}

export function useCaret(box: RefObject<HTMLTextAreaElement | null>): Caret {
  const [at, setAt] = useState(0);
  return {
    box,
    at,
    moved: () => { setAt(box.current?.selectionStart ?? 0); },
    put: (next) => {
      // The caret can be set when the box has the new text.
      requestAnimationFrame(() => {
        box.current?.focus();
        box.current?.setSelectionRange(next, next);
        setAt(next);
      });
    },
  };
}

interface Choices<Item> {
  caret: Caret;
  text: string;
  setText: (text: string) => void;
  call: Call | null;
  found: readonly Item[];
  insert: (item: Item) => string;
  label: string;
  row: (item: Item) => ReactNode;
}

/**
 * A list that opens at the caret of a text box. The box keeps the focus; the list is worked with the arrows, Enter or Tab
 * takes what is marked, Escape closes it until the next call.
 */
export function useCaretMenu<Item extends { id: string }>({ caret, text, setText, call, found, insert, label, row }: Choices<Item>) {
  const id = useId();
  const [marked, setMarked] = useState({ word: '', index: 0 });
  const [dismissed, setDismissed] = useState<number | null>(null);
  if (call === null && dismissed !== null) setDismissed(null);
  const open = call !== null && call.start !== dismissed && found.length > 0;
  // A further letter makes another list, which begins at its top.
  const current = call?.word === marked.word ? Math.min(marked.index, found.length - 1) : 0;
  const mark = (index: number) => { setMarked({ word: call?.word ?? '', index }); };

  const take = (item: Item) => {
    if (call === null) return;
    const next = inserted(text, Math.min(caret.at, text.length), call.start, insert(item));
    setText(next.text);
    mark(0);
    caret.put(next.caret);
  };

  /** True when the key was the list's. */
  const onKey = (event: KeyboardEvent): boolean => {
    if (!open || event.nativeEvent.isComposing) return false;
    const item = found[current];
    if (isPressed('menuDown', event)) mark((current + 1) % found.length);
    else if (isPressed('menuUp', event)) mark((current + found.length - 1) % found.length);
    else if (isPressed('menuTake', event)) {
      if (item) take(item);
    } else if (isPressed('menuLeave', event)) setDismissed(call.start);
    else return false;
    event.preventDefault();
    return true;
  };

  return {
    open,
    onKey,
    aria: open
      ? { 'aria-autocomplete': 'list' as const, 'aria-controls': id, 'aria-activedescendant': `${id}-${String(current)}` }
      : { 'aria-autocomplete': 'list' as const },
    list: open ? (
      <ul id={id} role="listbox" aria-label={label} className={classes.canned}>
        {found.map((item, index) => (
          <li
            key={item.id}
            id={`${id}-${String(index)}`}
            role="option"
            aria-selected={index === current}
            // The box keeps the focus, and the keys are its own.
            onMouseDown={(event) => {
              event.preventDefault();
              take(item);
            }}
            ref={index === current ? (element) => { element?.scrollIntoView({ block: 'nearest' }); } : undefined}
          >
            {row(item)}
          </li>
        ))}
      </ul>
    ) : null,
  };
}

/** The text with the call replaced, and where the caret goes. */
export function inserted(text: string, caret: number, start: number, words: string): { text: string; caret: number } {
  return { text: text.slice(0, start) + words + text.slice(caret), caret: start + words.length };
}
