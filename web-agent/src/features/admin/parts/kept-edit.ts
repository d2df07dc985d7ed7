// What is typed and not saved outlives a reload and the end of the session. Kept per user and for this tab only.

export interface KeptEdit<Values> {
  values: Values;
  /** What the fields held before, and of which version that was. */
  base: Base<Values>;
}

export interface Base<Values> {
  values: Values;
  version: number;
}

export function editKey(userId: string, room: string, id: string): string {
  return `cc.edit.${userId}.${room}.${id}`;
}

export function readKept<Values>(key: string): KeptEdit<Values> | null {
  const text = sessionStorage.getItem(key);
  return text === null ? null : (JSON.parse(text) as KeptEdit<Values>);
}

export function keep<Values>(key: string, edit: KeptEdit<Values>): void {
  sessionStorage.setItem(key, JSON.stringify(edit));
}

export function forget(key: string): void {
  sessionStorage.removeItem(key);
}

/** Fields hold plain data only. */
export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
