import { useSyncExternalStore } from 'react';

// What this browser may do to be noticed: kept per user, as drafts are.
const listeners = new Set<() => void>();
const soundKey = (userId: string) => `cc.sound.${userId}`;

export function soundIsOn(userId: string): boolean {
  return localStorage.getItem(soundKey(userId)) !== 'off';
}

export function turnSound(userId: string, on: boolean): void {
  if (on) localStorage.removeItem(soundKey(userId));
  else localStorage.setItem(soundKey(userId), 'off');
  changed();
}

export type NotificationChoice = 'unsupported' | 'default' | 'granted' | 'denied';

function choice(): NotificationChoice {
  return 'Notification' in window ? Notification.permission : 'unsupported';
}

/** To be called by a click: a browser answers nothing else. */
export async function askForNotifications(): Promise<void> {
  if ('Notification' in window) await Notification.requestPermission();
  changed();
}

function changed(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  // The other tabs of this browser choose for this one too.
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

export function useSoundOn(userId: string): boolean {
  return useSyncExternalStore(subscribe, () => soundIsOn(userId));
}

export function useNotificationChoice(): NotificationChoice {
  return useSyncExternalStore(subscribe, choice);
}
