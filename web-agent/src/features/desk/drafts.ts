import { useSyncExternalStore } from 'react';
import type { MessageKind } from '@/shared/api/types';

// Typed text outlives the page: a reload, the end of the session or a crash must not cost a word.
// Kept per user, so that a shared desk never shows one person's words to another.

const listeners = new Set<() => void>();

const draftKey = (userId: string, ticketId: string, kind: MessageKind) => `cc.draft.${userId}.${ticketId}.${kind}`;

export function readDraft(userId: string, ticketId: string, kind: MessageKind): string {
  return localStorage.getItem(draftKey(userId, ticketId, kind)) ?? '';
}

export function writeDraft(userId: string, ticketId: string, kind: MessageKind, text: string): void {
  const key = draftKey(userId, ticketId, kind);
  if (text === '') localStorage.removeItem(key);
  else localStorage.setItem(key, text);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

export function useDraft(userId: string, ticketId: string, kind: MessageKind): [string, (text: string) => void] {
  const text = useSyncExternalStore(subscribe, () => readDraft(userId, ticketId, kind));
  return [text, (next) => { writeDraft(userId, ticketId, kind, next); }];
}
