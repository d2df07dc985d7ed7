// Every key of the console in one table: what is listed here is bound by it, and the help shows nothing else.

export type CommandId =
  | 'palette' | 'help' | 'accept' | 'decline' | 'next' | 'previous' | 'closeTab' | 'note' | 'transfer' | 'end' | 'close'
  | 'send' | 'newLine' | 'menuDown' | 'menuUp' | 'menuTake' | 'menuLeave' | 'canned' | 'mention';

export interface Key {
  /** The character, or the key's name. */
  key: string;
  alt?: true;
  shift?: true;
  /** Control, on a Mac the command key. */
  mod?: true;
}

export type KeyGroup = 'everywhere' | 'offer' | 'tickets' | 'writing';

export interface Shortcut {
  id: CommandId;
  group: KeyGroup;
  keys: readonly Key[];
  /** Worked by the text box or list that has the focus, not by the page. */
  local?: true;
}

const alt = (key: string): Key => ({ key, alt: true });

// Alt with a letter works while typing. The letters are none that a browser opens its own menus by.
export const shortcuts: readonly Shortcut[] = [
  { id: 'palette', group: 'everywhere', keys: [{ key: 'k', mod: true }] },
  { id: 'help', group: 'everywhere', keys: [{ key: '?' }, { key: '/', mod: true }] },
  { id: 'accept', group: 'offer', keys: [alt('y')] },
  { id: 'decline', group: 'offer', keys: [alt('x')] },
  { id: 'next', group: 'tickets', keys: [alt('j')] },
  { id: 'previous', group: 'tickets', keys: [alt('k')] },
  { id: 'closeTab', group: 'tickets', keys: [alt('w')] },
  { id: 'note', group: 'tickets', keys: [alt('n')] },
  { id: 'transfer', group: 'tickets', keys: [alt('r')] },
  // Not undone by a second press: from the palette and the button only.
  { id: 'end', group: 'tickets', keys: [] },
  { id: 'close', group: 'tickets', keys: [alt('c')] },
  { id: 'send', group: 'writing', keys: [{ key: 'Enter' }, { key: 'Enter', mod: true }], local: true },
  { id: 'newLine', group: 'writing', keys: [{ key: 'Enter', shift: true }], local: true },
  { id: 'canned', group: 'writing', keys: [{ key: '/' }], local: true },
  { id: 'mention', group: 'writing', keys: [{ key: '@' }], local: true },
  { id: 'menuDown', group: 'writing', keys: [{ key: 'ArrowDown' }], local: true },
  { id: 'menuUp', group: 'writing', keys: [{ key: 'ArrowUp' }], local: true },
  { id: 'menuTake', group: 'writing', keys: [{ key: 'Enter' }, { key: 'Tab' }], local: true },
  { id: 'menuLeave', group: 'writing', keys: [{ key: 'Escape' }], local: true },
];

export function shortcutOf(id: CommandId): Shortcut {
  const found = shortcuts.find((shortcut) => shortcut.id === id);
  if (found === undefined) throw new Error(`No shortcut is called ${id}.`);
  return found;
}

interface Pressed {
  key: string;
  code?: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
}

export function isPressed(id: CommandId, event: Pressed): boolean {
  return shortcutOf(id).keys.some((key) => matches(key, event));
}

/** The command of the whole page that these keys stand for. */
export function commandOf(event: Pressed): CommandId | null {
  return shortcuts.find((shortcut) => shortcut.local !== true && shortcut.keys.some((key) => matches(key, event)))?.id ?? null;
}

function matches(key: Key, event: Pressed): boolean {
  if (event.altKey !== (key.alt ?? false) || (event.ctrlKey || event.metaKey) !== (key.mod ?? false)) return false;
  // A character says itself whether it needs shift.
  if ((key.key.length > 1 || key.alt === true) && event.shiftKey !== (key.shift ?? false)) return false;
  // Where Alt makes another character of a letter, the key's place tells which it was.
  return event.key.toLowerCase() === key.key.toLowerCase() || (key.alt === true && event.code === `Key${key.key.toUpperCase()}`);
}

const onMac = /mac|iphone|ipad/i.test(navigator.platform);
const named: Record<string, string> = { ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc' };

/** A key as people write it. */
export function keyText({ key, alt: withAlt, mod, shift }: Key): string {
  const own = named[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  return [mod ? (onMac ? '⌘' : 'Ctrl') : '', withAlt ? (onMac ? '⌥' : 'Alt') : '', shift ? (onMac ? '⇧' : 'Shift') : '', own].filter((part) => part !== '').join('+');
}

/** The first key of a command, for a button that says it. */
export function keyOf(id: CommandId): string {
  const first = shortcutOf(id).keys[0];
  return first === undefined ? '' : keyText(first);
}
