import { AboutForm } from './about-form';
import { brandColours } from './colour';
import type { Conversation } from './conversation';
import type { Snapshot } from './snapshot';
import { button, element, icon, setText } from './dom';
import { LogView } from './log-view';
import { RatingForm } from './rating-form';
import { statusText, typingText } from './status-text';
import type { Translate } from './texts';
import { longestMessage, type ChatFile, type Theme } from './wire';

/** How near to the end of the list the customer must be for new messages to scroll into view by themselves. */
const nearEnd = 80;

/** The open chat: header, status, messages, composer. */
export class PanelView {
  readonly node: HTMLElement;
  private readonly title = element('h2');
  private readonly status = element('p', { class: 'status', role: 'status' });
  private readonly typing = element('div', { class: 'typing', 'aria-hidden': 'true' });
  private readonly notice = element('p', { class: 'notice', role: 'alert' });
  private readonly scroller: HTMLElement;
  private readonly log: LogView;
  private readonly newer: HTMLButtonElement;
  private readonly endButton: HTMLButtonElement;
  private readonly confirm: HTMLElement;
  private readonly confirmYes: HTMLButtonElement;
  private readonly about: AboutForm;
  private readonly rating: RatingForm;
  private readonly download: HTMLButtonElement;
  private readonly composer: HTMLElement;
  private readonly field: HTMLTextAreaElement;
  private readonly chooser = element('input', { type: 'file', multiple: '', hidden: '', tabindex: '-1', 'aria-hidden': 'true' });
  /** The customer is reading the newest messages, not earlier ones. */
  private followsEnd = true;
  private newest = '';
  private formNotice = '';

  constructor(
    private readonly conversation: Conversation,
    private readonly text: Translate,
    private readonly language: string,
    private readonly onClose: () => void,
  ) {
    this.scroller = element('div', { class: 'log', role: 'log', 'aria-live': 'polite', 'aria-label': text('messages'), tabindex: '0' });
    this.log = new LogView(this.scroller, text, language, {
      retry: (id) => { this.conversation.retry(id); },
      discard: (id) => { this.conversation.discard(id); },
      open: (file) => { void this.save(file); },
    });
    this.newer = button(text('newMessages'), 'newer', () => { this.toEnd(); this.scroller.focus(); }, icon('down'), text('newMessages'));
    this.newer.hidden = true;
    this.endButton = button(text('endChat'), 'end', () => { this.askToEnd(); });
    this.confirmYes = button(text('endChat'), 'strong', () => { this.end(); });
    this.confirm = element('div', { class: 'confirm', role: 'group', 'aria-label': text('confirmEnd') },
      element('span', {}, text('confirmEnd')), this.confirmYes, button(text('keepChatting'), 'plain', () => { this.keepChatting(); }));
    this.confirm.hidden = true;
    this.about = new AboutForm(conversation.about, text, () => { this.begin(); });
    this.rating = new RatingForm(conversation.satisfaction, text, (score, comment) => { this.rate(score, comment); });
    this.download = button(text('download'), 'icon', () => { void this.saveTalk(); }, icon('download'));
    this.field = element('textarea', { rows: '1', placeholder: text('write'), 'aria-label': text('write'), enterkeyhint: 'send' });
    const send = button(text('send'), 'send strong', () => { this.send(); }, icon('send'));
    const attach = button(text('attach'), 'icon', () => { this.chooser.click(); }, icon('clip'));
    this.composer = element('div', { class: 'composer' }, attach, this.chooser, this.field, send);
    this.node = element('section', { class: 'panel', id: 'panel', role: 'dialog', tabindex: '-1' },
      element('header', {}, this.title, this.download, this.endButton, button(text('closeChat'), 'icon', onClose, icon('close'))),
      this.status,
      element('div', { class: 'scroll' }, this.scroller, this.newer),
      this.typing, this.notice, this.confirm, this.rating.node, this.about.node, this.composer);
    this.node.hidden = true;
    this.listen();
    this.restore();
  }

  get isOpen(): boolean {
    return !this.node.hidden;
  }

  open(): void {
    this.node.hidden = false;
    this.growField();
    this.toEnd();
  }

  close(): void {
    this.node.hidden = true;
    this.confirm.hidden = true;
  }

  /** On touch screens the keyboard would cover half of what the customer came to read. */
  focus(): void {
    if (window.matchMedia('(pointer: coarse)').matches) this.node.focus();
    else if (this.composer.hidden) this.about.focus();
    else this.field.focus();
  }

  render(snapshot: Snapshot): void {
    const { config, state } = snapshot;
    setText(this.title, config?.title ?? '');
    this.node.setAttribute('aria-label', config?.title ?? '');
    setText(this.status, statusText(snapshot, this.text, this.language) ?? '');
    setText(this.typing, typingText(snapshot, this.text));
    setText(this.notice, snapshot.notice ? this.text(snapshot.notice) : this.formNotice);
    const ongoing = state.status === 'waiting' || state.status === 'assigned';
    this.endButton.hidden = !ongoing;
    if (!ongoing && !this.confirm.hidden) this.keepChatting();
    this.download.hidden = snapshot.messages.length === 0 || !snapshot.hasSession;
    this.about.render(snapshot);
    this.rating.render(snapshot);
    this.composer.hidden = snapshot.form === 'required';
    this.log.render(snapshot);
    const last = snapshot.unsent.at(-1)?.id ?? snapshot.messages.at(-1)?.id ?? '';
    const arrived = last !== this.newest && last !== '';
    this.newest = last;
    if (this.followsEnd || snapshot.unsent.some((message) => message.id === last)) this.toEnd();
    else if (arrived) this.newer.hidden = false;
  }

  private listen(): void {
    this.field.addEventListener('input', () => {
      this.growField();
      if (this.field.value.trim().length <= longestMessage) this.say('');
      this.conversation.draft = this.field.value;
      this.conversation.typed(this.field.value.trim() !== '');
    });
    this.chooser.addEventListener('change', () => {
      void this.sendFiles(this.chooser.files);
      this.chooser.value = '';
    });
    this.field.addEventListener('paste', (event) => {
      if (!event.clipboardData?.files.length) return;
      event.preventDefault();
      void this.sendFiles(event.clipboardData.files);
    });
    this.field.addEventListener('keydown', (event) => {
      // While an input method composes, Enter picks a word.
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.send();
    });
    this.node.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || event.isComposing) return;
      if (this.confirm.hidden) this.onClose();
      else this.keepChatting();
    });
    this.scroller.addEventListener('scroll', () => {
      this.followsEnd = this.isAtEnd();
      if (this.followsEnd) this.newer.hidden = true;
    }, { passive: true });
    // The keyboard of a phone, a question or a longer draft takes room from the list: its end stays in view.
    new ResizeObserver(() => { if (this.followsEnd) this.toEnd(); }).observe(this.scroller);
  }

  private restore(): void {
    this.field.value = this.conversation.draft;
  }

  private send(): void {
    const text = this.field.value.trim();
    if (!this.about.check()) return;
    if (text.length > longestMessage) {
      this.say(this.text('tooLong', { n: text.length, most: longestMessage }));
    } else if (text !== '') {
      this.field.value = '';
      this.conversation.draft = '';
      this.growField();
      this.conversation.write(text);
    }
    this.field.focus();
  }

  /** One after the other: they arrive in the order in which they were chosen. */
  private async sendFiles(files: FileList | null): Promise<void> {
    for (const file of [...(files ?? [])]) await this.conversation.sendFile(file);
  }

  /** By a link of the moment: the page around may forbid pictures of ours, and a token must not stand in an address. */
  private async save(file: ChatFile): Promise<void> {
    keep(await this.conversation.file(file.id), file.name);
  }

  private async saveTalk(): Promise<void> {
    keep(await this.conversation.transcriptFile(this.language), `chat-${new Date().toISOString().slice(0, 10)}.html`);
  }

  /** What he has typed so far is where it was. */
  private begin(): void {
    this.conversation.begin();
    this.composer.hidden = false;
    this.field.focus();
  }

  private rate(score: number | null, comment: string): void {
    this.field.focus();
    void this.conversation.rate(score, comment);
  }

  private say(formNotice: string): void {
    this.formNotice = formNotice;
    setText(this.notice, formNotice);
  }

  private askToEnd(): void {
    this.confirm.hidden = false;
    this.confirmYes.focus();
  }

  private keepChatting(): void {
    const hadFocus = this.confirm.contains((this.node.getRootNode() as ShadowRoot).activeElement);
    this.confirm.hidden = true;
    if (hadFocus) this.field.focus();
  }

  private end(): void {
    this.keepChatting();
    void this.conversation.end();
  }

  private isAtEnd(): boolean {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < nearEnd;
  }

  private toEnd(): void {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.followsEnd = true;
    this.newer.hidden = true;
  }

  private growField(): void {
    this.field.style.height = '';
    if (this.field.scrollHeight > this.field.clientHeight) this.field.style.height = `${this.field.scrollHeight + 2}px`;
  }
}

function keep(blob: Blob | null, name: string): void {
  if (blob === null) return;
  const href = URL.createObjectURL(blob);
  element('a', { href, download: name }).click();
  setTimeout(() => { URL.revokeObjectURL(href); }, 60_000);
}

/** The client's colours as properties that the styles read; set by script, so the page's own policy on styles does not matter. */
export function paint(node: HTMLElement, look: { colour: string | null; theme: Theme } | null): void {
  const { brand, onBrand } = brandColours(look?.colour);
  node.style.setProperty('--brand', brand);
  node.style.setProperty('--on-brand', onBrand);
  node.dataset['side'] = look?.theme.side ?? 'right';
  node.dataset['scheme'] = look?.theme.scheme ?? 'auto';
  node.dataset['corners'] = look?.theme.corners ?? 'round';
}
