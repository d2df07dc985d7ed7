// A sign without its end (a closed laptop, say) fades by itself.
const fadesAfterMs = 8000;

/** Which tickets' customers are writing right now. */
export class TypingSigns {
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  isTyping(ticketId: string): boolean {
    return this.#timers.has(ticketId);
  }

  set(ticketId: string, typing: boolean): void {
    clearTimeout(this.#timers.get(ticketId));
    if (typing) this.#timers.set(ticketId, setTimeout(() => { this.set(ticketId, false); }, fadesAfterMs));
    else this.#timers.delete(ticketId);
    for (const listener of this.#listeners) listener();
  }
}
