import { useState, useSyncExternalStore } from 'react';
import { answerOf, api, rawBody } from '@/shared/api/client';
import { ApiProblem } from '@/shared/api/problem';
import type { FileView, MessageKind } from '@/shared/api/types';

// The server's limits for one file and for one message.
export const largestFile = 10 * 1024 * 1024;
export const mostFiles = 10;

export interface Attachment {
  key: string;
  name: string;
  size: number;
  state: 'sending' | 'ready' | 'failed' | 'too-large';
  /** What the server made of it. */
  stored?: FileView;
  problem?: ApiProblem;
  file?: File;
}

export interface Attachments {
  items: readonly Attachment[];
  tooMany: boolean;
  /** Every file that is to go along is with the server. */
  ready: boolean;
  add: (files: Iterable<File>) => void;
  remove: (key: string) => void;
  retry: (key: string) => void;
  /** Gives them away with the message that names them. */
  take: () => FileView[];
}

const listeners = new Set<() => void>();

/** What is not with the server yet, by the message it is for: it outlives the screen that sends it, but no reload. */
const pending = new Map<string, readonly Attachment[]>();
const none: readonly Attachment[] = [];
const lists = new Map<string, { raw: string; waiting: readonly Attachment[]; items: readonly Attachment[] }>();
let next = 0;

/**
 * Files for the message that is being written. Each goes to the server at once, whatever is on the screen meanwhile; what has
 * arrived there outlives a reload, like the draft it belongs to.
 */
export function useAttachments(userId: string, ticketId: string, clientId: string, kind: MessageKind): Attachments {
  const storageKey = keyOf(userId, ticketId, kind);
  const items = useSyncExternalStore(subscribe, () => read(storageKey));
  const [tooMany, setTooMany] = useState(false);

  const change = (key: string, part: Partial<Attachment>) => {
    setPending(storageKey, waiting(storageKey).map((item) => (item.key === key ? { ...item, ...part } : item)));
  };

  const send = (key: string, file: File) => {
    answerOf(
      api.POST('/api/v1/files', {
        params: { query: { clientId, name: file.name } },
        ...rawBody(file, 'application/octet-stream'),
      }),
    )
      .then((stored) => {
        // Whoever has taken it off meanwhile does not want it any more.
        if (!waiting(storageKey).some((item) => item.key === key)) return;
        setStored(storageKey, [...storedOf(storageKey), stored]);
        setPending(storageKey, waiting(storageKey).filter((item) => item.key !== key));
      })
      .catch((error: unknown) => {
        change(key, { state: 'failed', problem: error instanceof ApiProblem ? error : new ApiProblem(0, null) });
      });
  };

  return {
    items,
    tooMany,
    ready: items.every((item) => item.state === 'ready'),
    add: (files) => {
      const room = mostFiles - items.length;
      const all = [...files];
      setTooMany(all.length > room);
      const added = all.slice(0, Math.max(0, room)).map((file): Attachment => {
        const key = `${String(Date.now())}-${String(next++)}`;
        const state = file.size > largestFile || file.size === 0 ? 'too-large' : 'sending';
        return { key, name: file.name, size: file.size, state, file };
      });
      setPending(storageKey, [...waiting(storageKey), ...added]);
      for (const item of added) if (item.state === 'sending' && item.file) send(item.key, item.file);
    },
    remove: (key) => {
      setTooMany(false);
      setStored(storageKey, storedOf(storageKey).filter((file) => file.id !== key));
      setPending(storageKey, waiting(storageKey).filter((item) => item.key !== key));
    },
    retry: (key) => {
      const file = items.find((item) => item.key === key)?.file;
      if (!file) return;
      change(key, { state: 'sending', problem: undefined });
      send(key, file);
    },
    take: () => {
      const taken = storedOf(storageKey);
      setStored(storageKey, []);
      setPending(storageKey, none);
      setTooMany(false);
      return taken;
    },
  };
}

/** Puts files back that a message did not get to send. */
export function giveBackFiles(userId: string, ticketId: string, kind: MessageKind, files: readonly FileView[]): void {
  if (files.length === 0) return;
  const key = keyOf(userId, ticketId, kind);
  setStored(key, [...files, ...storedOf(key)]);
}

function keyOf(userId: string, ticketId: string, kind: MessageKind): string {
  return `cc.files.${userId}.${ticketId}.${kind}`;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => { listeners.delete(listener); };
}

function waiting(key: string): readonly Attachment[] {
  return pending.get(key) ?? none;
}

function setPending(key: string, items: readonly Attachment[]): void {
  if (items.length === 0) pending.delete(key);
  else pending.set(key, items);
  for (const listener of listeners) listener();
}

function storedOf(key: string): FileView[] {
  return JSON.parse(localStorage.getItem(key) ?? '[]') as FileView[];
}

function setStored(key: string, files: readonly FileView[]): void {
  if (files.length === 0) localStorage.removeItem(key);
  else localStorage.setItem(key, JSON.stringify(files));
  for (const listener of listeners) listener();
}

/** The same list as long as nothing in it has changed. */
function read(key: string): readonly Attachment[] {
  const [raw, held, known] = [localStorage.getItem(key) ?? '[]', waiting(key), lists.get(key)];
  if (known?.raw === raw && known.waiting === held) return known.items;
  const ready = storedOf(key).map((file): Attachment => ({ key: file.id, name: file.name, size: file.size, state: 'ready', stored: file }));
  const items = [...ready, ...held];
  lists.set(key, { raw, waiting: held, items });
  return items;
}
