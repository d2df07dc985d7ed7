/** What the widget keeps in the customer's browser, per widget key. */
export class Store {
  private readonly memory = new Map<string, string>();

  constructor(
    private readonly widgetKey: string,
    private readonly storage: Storage | null,
  ) {}

  read<T>(name: string): T | null {
    const raw = this.rawRead(this.key(name));
    if (raw === null) return null;
    try {
      return JSON.parse(raw) as T;
    } catch {
      return null; // damaged by somebody else: as good as absent
    }
  }

  write(name: string, value: unknown): void {
    const key = this.key(name);
    const raw = value === null ? null : JSON.stringify(value);
    try {
      if (raw === null) this.storage?.removeItem(key);
      else this.storage?.setItem(key, raw);
      if (this.storage) {
        this.memory.delete(key);
        return;
      }
    } catch {
      // Storage full or forbidden: this page's memory holds it, so the chat itself still works.
    }
    if (raw === null) this.memory.delete(key);
    else this.memory.set(key, raw);
  }

  /** Which of our entries another tab has changed; null when it was not ours. */
  changed(event: StorageEvent): string | null {
    const prefix = this.key('');
    return event.key?.startsWith(prefix) ? event.key.slice(prefix.length) : null;
  }

  private rawRead(key: string): string | null {
    const kept = this.memory.get(key);
    if (kept !== undefined) return kept;
    try {
      return this.storage?.getItem(key) ?? null;
    } catch {
      return null; // forbidden by the browser's settings
    }
  }

  private key(name: string): string {
    return `contact-center:${this.widgetKey}:${name}`;
  }
}

/** Reading window.localStorage itself throws where the browser forbids it. */
export function browserStorage(kind: 'localStorage' | 'sessionStorage'): Storage | null {
  try {
    return window[kind];
  } catch {
    return null;
  }
}
