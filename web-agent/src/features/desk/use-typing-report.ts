import { useCallback, useEffect, useRef } from 'react';
import { useDesk } from './desk-context';

const repeatMs = 3000;
const idleMs = 5000;

/** Tells the customer's side that the agent writes: at the start, again while it lasts, and when it stops. */
export function useTypingReport(ticketId: string): (typing: boolean) => void {
  const { feed } = useDesk();
  const saidAt = useRef(0);
  const idle = useRef<ReturnType<typeof setTimeout>>(undefined);

  const stop = useCallback(() => {
    clearTimeout(idle.current);
    if (saidAt.current === 0) return;
    saidAt.current = 0;
    feed?.whisper('Typing', ticketId, false);
  }, [feed, ticketId]);

  useEffect(() => stop, [stop]);

  return useCallback(
    (typing: boolean) => {
      if (!typing) {
        stop();
        return;
      }
      const now = Date.now();
      if (now - saidAt.current > repeatMs) {
        saidAt.current = now;
        feed?.whisper('Typing', ticketId, true);
      }
      clearTimeout(idle.current);
      idle.current = setTimeout(stop, idleMs);
    },
    [feed, stop, ticketId],
  );
}
