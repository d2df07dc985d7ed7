import { useSyncExternalStore } from 'react';
import { serverNow } from '@/shared/api/clock';

// One timer for all counters on the screen, so that they step together.
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = serverNow();

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    now = serverNow();
    timer = setInterval(() => {
      now = serverNow();
      for (const each of listeners) each();
    }, 1000);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

/** The server's present instant in milliseconds, stepping each second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}
