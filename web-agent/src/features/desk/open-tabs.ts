import { useSyncExternalStore } from 'react';

// The tickets that are open in this window. Each window has its own, and a reload keeps them.
const most = 8;
const listeners = new Set<() => void>();
const cached = { key: '', text: '', ids: [] as readonly string[] };

const storageKey = (userId: string) => `cc.tabs.${userId}`;

function read(userId: string): readonly string[] {
  const key = storageKey(userId);
  const text = sessionStorage.getItem(key) ?? '';
  if (cached.key !== key || cached.text !== text) {
    Object.assign(cached, { key, text, ids: text === '' ? [] : text.split(' ') });
  }
  return cached.ids;
}

function write(userId: string, ids: readonly string[]): void {
  sessionStorage.setItem(storageKey(userId), ids.join(' '));
  for (const listener of listeners) listener();
}

/** Opened, at the end; beyond what there is room for the oldest goes. */
export function openTab(userId: string, ticketId: string): void {
  const ids = read(userId);
  if (!ids.includes(ticketId)) write(userId, [...ids, ticketId].slice(-most));
}

export function closeTab(userId: string, ticketId: string): void {
  write(userId, read(userId).filter((id) => id !== ticketId));
}

export function useTabs(userId: string): readonly string[] {
  return useSyncExternalStore(subscribe, () => read(userId));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** The one beside it, round the end. Nothing chosen: the first, or the last going back. */
export function beside(ids: readonly string[], current: string | undefined, step: 1 | -1): string | undefined {
  const at = current === undefined ? -1 : ids.indexOf(current);
  if (at === -1) return ids.at(step === 1 ? 0 : -1);
  return ids.at((at + step + ids.length) % ids.length);
}
