import type { Snapshot } from './snapshot';
import { button, element, icon, setText } from './dom';
import { linkify } from './linkify';
import { systemText } from './status-text';
import type { Translate } from './texts';
import type { ChatFile } from './wire';

interface LogItem {
  key: string;
  kind: 'mine' | 'theirs' | 'note';
  author: string | null;
  text: string;
  files: ChatFile[];
  at: string | null;
  /** Only of messages that are not acknowledged. */
  delivery: { text: string; bad: boolean; choices: 'none' | 'now' | 'failed' } | null;
}

interface Row {
  node: HTMLElement;
  author: HTMLElement;
  about: HTMLElement;
  choices: HTMLElement;
  drawn: string;
}

export interface LogActions {
  retry(id: string): void;
  discard(id: string): void;
  open(file: ChatFile): void;
}

/** Messages further apart than this show their own time. */
const groupWithin = 5 * 60 * 1000;

/** The list of messages. Rows are kept and only changed where needed, so a screen reader hears additions and nothing twice. */
export class LogView {
  private readonly rows = new Map<string, Row>();
  private readonly clock: Intl.DateTimeFormat;
  private readonly calendar: Intl.DateTimeFormat;

  constructor(
    readonly node: HTMLElement,
    private readonly text: Translate,
    language: string,
    private readonly actions: LogActions,
  ) {
    this.clock = new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' });
    this.calendar = new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' });
  }

  render(snapshot: Snapshot): void {
    const items = this.items(snapshot);
    items.forEach((item, index) => {
      const row = this.rows.get(item.key) ?? this.create(item);
      this.update(row, item, items[index - 1], items[index + 1]);
      const present = this.node.children[index] ?? null;
      if (present !== row.node) this.node.insertBefore(row.node, present);
    });
    const kept = new Set(items.map((item) => item.key));
    for (const [key, row] of this.rows) {
      if (kept.has(key)) continue;
      row.node.remove();
      this.rows.delete(key);
    }
  }

  private items(snapshot: Snapshot): LogItem[] {
    const items: LogItem[] = [];
    const greeting = snapshot.config?.greeting;
    if (greeting) items.push({ key: 'greeting', kind: 'theirs', author: null, text: greeting, files: [], at: null, delivery: null });
    for (const message of snapshot.messages) {
      const text = message.from === 'system' ? systemText(message, this.text) : message.text;
      const files = message.attachments;
      if (text === '' && files.length === 0) continue;
      const kind = message.from === 'me' ? 'mine' : message.from === 'agent' ? 'theirs' : 'note';
      const author = kind === 'theirs' ? message.name || this.text('agent') : null;
      items.push({ key: message.id, kind, author, text, files, at: message.at, delivery: null });
    }
    for (const unsent of snapshot.unsent) {
      const delivery: LogItem['delivery'] =
        unsent.failure !== null
          ? { text: this.text(unsent.failure), bad: true, choices: 'failed' }
          : snapshot.troubled && snapshot.slowedDownFor === null
            ? { text: this.text('retrying'), bad: true, choices: 'now' }
            : { text: this.text('sending'), bad: false, choices: 'none' };
      items.push({ key: unsent.id, kind: 'mine', author: null, text: unsent.text, files: unsent.files ?? [], at: unsent.at, delivery });
    }
    return items;
  }

  private create(item: LogItem): Row {
    const author = element('div', { class: 'author' });
    const about = element('div', { class: 'about' });
    const choices = element('div', { class: 'choices' });
    const node = element('div', { class: 'message' }, author);
    if (item.kind === 'note') {
      node.append(item.text);
    } else {
      const bubble = element('p', { class: 'bubble', dir: 'auto' });
      if (item.kind === 'mine') bubble.append(element('span', { class: 'unseen' }, `${this.text('you')}: `));
      for (const file of item.files) {
        bubble.append(button(this.text('save', { name: file.name }), 'file', () => { this.actions.open(file); }, icon('clip'), file.name));
      }
      for (const part of linkify(item.text)) bubble.append(typeof part === 'string' ? part : this.link(part.href, part.text));
      node.append(bubble);
    }
    node.append(about, choices);
    const row = { node, author, about, choices, drawn: '' };
    this.rows.set(item.key, row);
    return row;
  }

  private link(href: string, text: string): HTMLElement {
    return element(
      'a',
      { href, target: '_blank', rel: 'noopener noreferrer nofollow' },
      text,
      element('span', { class: 'unseen' }, ` (${this.text('newTab')})`),
    );
  }

  private update(row: Row, item: LogItem, before: LogItem | undefined, after: LogItem | undefined): void {
    const author = item.author !== null && before?.author !== item.author ? item.author : '';
    const about = item.delivery?.text ?? (item.at === null || joined(item, after) ? '' : this.time(item.at));
    const drawn = [author, about, item.delivery?.choices, item.delivery?.bad].join('\n');
    if (row.drawn === drawn) return;
    row.drawn = drawn;
    row.node.className = `message ${item.kind}${item.delivery ? ' unsent' : ''}`;
    setText(row.author, author);
    setText(row.about, item.kind === 'note' ? '' : about);
    row.about.className = item.delivery?.bad ? 'about bad' : 'about';
    const choices = this.choices(item);
    // Replacing a button that has the focus would throw the customer out of the panel.
    const hadFocus = row.choices.contains((row.node.getRootNode() as ShadowRoot).activeElement);
    row.choices.replaceChildren(...choices);
    if (hadFocus) (choices[0] ?? this.node).focus();
  }

  private choices(item: LogItem): HTMLElement[] {
    switch (item.delivery?.choices) {
      case 'now':
        return [button(this.text('tryNow'), 'plain', () => { this.actions.retry(item.key); })];
      case 'failed':
        return [
          button(this.text('tryAgain'), 'plain', () => { this.actions.retry(item.key); }),
          button(this.text('remove'), 'plain', () => { this.actions.discard(item.key); }),
        ];
      default:
        return [];
    }
  }

  private time(at: string): string {
    const instant = new Date(at);
    return (instant.toDateString() === new Date().toDateString() ? this.clock : this.calendar).format(instant);
  }
}

/** The next message continues this one: its time speaks for both. */
function joined(item: LogItem, after: LogItem | undefined): boolean {
  if (!after?.at || !item.at || after.kind !== item.kind || after.author !== item.author || after.delivery) return false;
  return Date.parse(after.at) - Date.parse(item.at) < groupWithin;
}
