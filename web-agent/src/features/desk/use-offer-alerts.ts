import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/shared/api/session';
import type { Offer } from '@/shared/api/types';
import { soundIsOn } from './alert-choices';

const chimedUnder = 'cc.chimed';

/** An offer is heard, and seen outside the browser by whoever is not looking at this page. Several tabs are one. */
export function useOfferAlerts(offer: Offer | null): void {
  const { t } = useTranslation();
  const { user } = useSession();
  const id = offer?.offerId ?? null;
  const title = offer === null ? '' : t('offer.notification', { client: offer.clientName });
  const body = offer?.subject ?? '';
  useEffect(() => {
    if (id === null) return undefined;
    if (soundIsOn(user.id) && localStorage.getItem(chimedUnder) !== id) {
      localStorage.setItem(chimedUnder, id);
      chime();
    }
    if (!document.hidden || !('Notification' in window) || Notification.permission !== 'granted') return undefined;
    const notification = show(title, body, id);
    return () => { notification?.close(); };
    // Said once an offer, in the language of that moment.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [id]);
}

function show(title: string, body: string, tag: string): Notification | null {
  try {
    const notification = new Notification(title, { body, tag });
    notification.onclick = () => {
      window.focus();
      notification.close();
    };
    return notification;
  } catch {
    // Some phones know the name and refuse the thing: the offer is on the page all the same.
    return null;
  }
}

let audio: AudioContext | null = null;

/** Two soft notes, upwards. */
function chime(): void {
  if (!('AudioContext' in window)) return;
  audio ??= new AudioContext();
  const context = audio;
  // Silent until the user has touched the page once: then there is nothing to be done.
  void context.resume().then(() => {
    for (const [index, pitch] of [660, 880].entries()) {
      const at = context.currentTime + index * 0.18;
      const tone = context.createOscillator();
      const volume = context.createGain();
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0, at);
      volume.gain.linearRampToValueAtTime(0.2, at + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.001, at + 0.4);
      tone.connect(volume).connect(context.destination);
      tone.start(at);
      tone.stop(at + 0.45);
    }
  }, () => undefined);
}
