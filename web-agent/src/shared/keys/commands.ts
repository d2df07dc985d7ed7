import { useEffect, useRef } from 'react';
import { type CommandId, commandOf, shortcutOf } from './shortcuts';

// What the parts on the screen can do right now, by name; of two that offer the same the later one does it.
const offered = new Map<CommandId, (() => void)[]>();

export function canRun(id: CommandId): boolean {
  return (offered.get(id)?.length ?? 0) > 0;
}

export function runCommand(id: CommandId): boolean {
  const run = offered.get(id)?.at(-1);
  run?.();
  return run !== undefined;
}

/** Offers a command while this part is on the screen; null while it cannot be done. */
export function useCommand(id: CommandId, run: (() => void) | null): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  const can = run !== null;
  useEffect(() => {
    if (!can) return undefined;
    const call = () => latest.current?.();
    offered.set(id, [...(offered.get(id) ?? []), call]);
    return () => {
      offered.set(id, (offered.get(id) ?? []).filter((other) => other !== call));
    };
  }, [id, can]);
}

/** Binds the table's keys, once for the whole page. */
export function useShortcutKeys(): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.repeat || event.isComposing || event.defaultPrevented) return;
      const id = commandOf(event);
      if (id === null || (types(event) && isTyping(event.target))) return;
      // Behind an open dialog nothing moves; an offer does not wait for it.
      if (shortcutOf(id).group === 'tickets' && document.querySelector('[role="dialog"][aria-modal="true"]') !== null) return;
      if (runCommand(id)) event.preventDefault();
    };
    window.addEventListener('keydown', pressed);
    return () => { window.removeEventListener('keydown', pressed); };
  }, []);
}

/** A bare character belongs to the text that is being typed. */
function types(event: KeyboardEvent): boolean {
  return !event.altKey && !event.ctrlKey && !event.metaKey;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
}
