import { useEffect, useRef, useState } from 'react';
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

/**
 * Files for the message that is being written. Each goes to the server at once; what has arrived there outlives a reload,
 * like the draft it belongs to.
 */
export function useAttachments(userId: string, ticketId: string, clientId: string, kind: MessageKind): Attachments {
  const storageKey = `cc.files.${userId}.${ticketId}.${kind}`;
  const [items, setItems] = useState<readonly Attachment[]>(() => read(storageKey));
  const [shown, setShown] = useState(storageKey);
  const [tooMany, setTooMany] = useState(false);
  const next = useRef(0);
  if (shown !== storageKey) {
    setShown(storageKey);
    setItems(read(storageKey));
  }

  useEffect(() => {
    const stored = items.flatMap((item) => (item.stored ? [item.stored] : []));
    if (stored.length === 0) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, JSON.stringify(stored));
  }, [items, storageKey]);

  useEffect(() => {
    const givenBack = () => { setItems((all) => [...read(storageKey), ...all.filter((item) => item.state !== 'ready')]); };
    listeners.add(givenBack);
    return () => { listeners.delete(givenBack); };
  }, [storageKey]);

  const change = (key: string, part: Partial<Attachment>) => {
    setItems((all) => all.map((item) => (item.key === key ? { ...item, ...part } : item)));
  };

  const send = (key: string, file: File) => {
    answerOf(
      api.POST('/api/v1/files', {
        params: { query: { clientId, name: file.name } },
        ...rawBody(file, 'application/octet-stream'),
      }),
    )
      .then((stored) => { change(key, { state: 'ready', stored, file: undefined }); })
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
        const key = `${String(Date.now())}-${String(next.current++)}`;
        const state = file.size > largestFile || file.size === 0 ? 'too-large' : 'sending';
        return { key, name: file.name, size: file.size, state, file };
      });
      setItems((before) => [...before, ...added]);
      for (const item of added) if (item.state === 'sending' && item.file) send(item.key, item.file);
    },
    remove: (key) => {
      setTooMany(false);
      setItems((all) => all.filter((item) => item.key !== key));
    },
    retry: (key) => {
      const file = items.find((item) => item.key === key)?.file;
      if (!file) return;
      change(key, { state: 'sending', problem: undefined });
      send(key, file);
    },
    take: () => {
      const taken = items.flatMap((item) => (item.stored ? [item.stored] : []));
      setItems([]);
      setTooMany(false);
      return taken;
    },
  };
}

/** Puts files back that a message did not get to send. */
export function giveBackFiles(userId: string, ticketId: string, kind: MessageKind, files: readonly FileView[]): void {
  if (files.length === 0) return;
  const key = `cc.files.${userId}.${ticketId}.${kind}`;
  localStorage.setItem(key, JSON.stringify([...files, ...read(key).flatMap((item) => (item.stored ? [item.stored] : []))]));
  for (const listener of listeners) listener();
}

function read(key: string): Attachment[] {
  const stored = JSON.parse(localStorage.getItem(key) ?? '[]') as FileView[];
  return stored.map((file) => ({ key: file.id, name: file.name, size: file.size, state: 'ready', stored: file }));
}
