import { Conversation } from './conversation';
import { element, icon, setText } from './dom';
import { oneTabAtATime } from './one-tab';
import { PanelView, paint } from './panel-view';
import { Store, browserStorage } from './store';
import { styles } from './styles';
import { directionOf, pickLanguage, translator, type Language, type Texts, type Translate } from './texts';
import { Wire } from './wire';

export interface WidgetOptions {
  /** Of the server that served the script; the API is there too. */
  origin: string;
  widgetKey: string;
  /** The page's wish (data-language), when it has one. */
  language: string | null;
}

/** The chat on a client's page: a launcher and a panel in a shadow root, so neither side's styles reach the other. */
export class Widget {
  private readonly host = element('contact-center-chat' as 'div');
  private readonly frame = element('div', { class: 'widget' });
  private readonly launcher = element('button', { type: 'button', class: 'launcher', 'aria-expanded': 'false', 'aria-controls': 'panel' });
  private readonly badge = element('span', { class: 'badge', 'aria-hidden': 'true' });
  private readonly announcer = element('div', { class: 'unseen', role: 'status' });
  private readonly conversation: Conversation;
  private readonly wire: Wire;
  private readonly language: Language;
  // Made once their words are there.
  private panel!: PanelView;
  private text!: Translate;
  private readonly invitation = element('span', { class: 'invitation', dir: 'auto' });
  private readonly tab: Store;
  private readonly store: Store;
  private readonly leaving = new AbortController();
  private started = false;
  private drawing = false;
  private announced = 0;

  constructor(options: WidgetOptions) {
    const wishes = options.language ? [options.language] : navigator.languages;
    this.language = pickLanguage(wishes);
    this.store = new Store(options.widgetKey, browserStorage('localStorage'));
    this.tab = new Store(options.widgetKey, browserStorage('sessionStorage'));
    this.wire = new Wire(options.origin, options.widgetKey, (...request) => fetch(...request));
    this.conversation = new Conversation(this.wire, this.store, languageTag(wishes[0]) ?? this.language, () => { this.redraw(); },
      oneTabAtATime(options.widgetKey));
    this.launcher.append(icon('chat'), this.invitation, this.badge);
  }

  /** Shows the launcher once the server knows this widget; false when it does not. */
  async start(): Promise<boolean> {
    this.listen();
    const [known, texts] = await Promise.all([this.conversation.start(), this.wire.texts(this.language)]);
    if (!known) {
      this.stop();
      return false;
    }
    this.speak(texts);
    const root = this.host.attachShadow({ mode: 'open' });
    applyStyles(root);
    // What the customer types is no shortcut of the page's.
    for (const type of ['keydown', 'keypress', 'keyup']) root.addEventListener(type, (event) => { event.stopPropagation(); });
    root.append(this.frame);
    this.started = true;
    this.attach();
    this.draw();
    // The customer was chatting when he followed a link on the same site; a phone's whole screen is not taken unasked.
    if (this.tab.read<boolean>('open') && !fillsScreen()) this.open(false);
    return true;
  }

  /** Onto the page, or back onto it when the page has replaced its body. */
  attach(): void {
    if (this.started && !this.host.isConnected) document.body.append(this.host);
  }

  stop(): void {
    this.leaving.abort();
    this.conversation.stop();
    this.host.remove();
  }

  /** Without the words of his language it is English, and says so to screen readers. */
  private speak(texts: Partial<Texts>): void {
    const language = 'send' in texts ? this.language : 'en';
    this.text = translator(texts);
    this.panel = new PanelView(this.conversation, this.text, language, () => { this.close(); });
    this.frame.append(this.launcher, this.announcer, this.panel.node);
    this.frame.lang = language;
    this.frame.dir = directionOf(language);
  }

  private open(takeFocus: boolean): void {
    this.launcher.setAttribute('aria-expanded', 'true');
    this.launcher.replaceChildren(icon('down'), this.badge);
    this.tab.write('open', true);
    this.panel.open();
    this.conversation.setOpened(true);
    this.draw();
    if (takeFocus) this.panel.focus();
  }

  private close(): void {
    this.panel.close();
    this.launcher.setAttribute('aria-expanded', 'false');
    this.launcher.replaceChildren(icon('chat'), this.invitation, this.badge);
    this.tab.write('open', null);
    this.conversation.setOpened(false);
    this.draw();
    this.launcher.focus();
  }

  /** Many changes of one moment are drawn once; an error in drawing is its own and stops nothing else. */
  private redraw(): void {
    if (this.drawing) return;
    this.drawing = true;
    queueMicrotask(() => {
      this.drawing = false;
      this.draw();
    });
  }

  private draw(): void {
    if (!this.started) return;
    if (this.panel.isOpen && document.visibilityState === 'visible') this.conversation.markRead();
    const snapshot = this.conversation.snapshot();
    paint(this.frame, snapshot.config);
    const invitation = snapshot.config?.theme.launcherText ?? '';
    setText(this.invitation, invitation);
    this.launcher.classList.toggle('worded', invitation !== '' && !this.panel.isOpen);
    this.panel.render(snapshot);
    const unread = snapshot.unread.length;
    this.badge.hidden = unread === 0;
    setText(this.badge, unread > 99 ? '99+' : String(unread));
    const opens = unread > 0 ? this.text('openChatUnread', { n: unread }) : this.text('openChat');
    // What is written on it is part of what it is called.
    this.launcher.setAttribute('aria-label', this.panel.isOpen ? this.text('closeChat') : invitation ? `${invitation}: ${opens}` : opens);
    if (unread > this.announced && !this.panel.isOpen) {
      setText(this.announcer, this.text('newMessageFrom', { name: snapshot.unread.at(-1)?.name ?? this.text('agent') }));
    } else if (unread === 0) {
      setText(this.announcer, '');
    }
    this.announced = unread;
  }

  private listen(): void {
    const { signal } = this.leaving;
    this.launcher.addEventListener('click', () => { if (this.panel.isOpen) this.close(); else this.open(true); });
    window.addEventListener('online', () => { this.conversation.networkReturned(); }, { signal });
    window.addEventListener('pagehide', () => { this.conversation.sleep(); }, { signal });
    window.addEventListener('pageshow', (event) => { if (event.persisted) this.conversation.wakeUp(); }, { signal });
    window.addEventListener('storage', (event) => {
      const name = this.store.changed(event);
      if (name !== null && event.storageArea !== browserStorage('sessionStorage')) this.conversation.storageChanged(name);
    }, { signal });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState !== 'visible') return;
      this.conversation.pageShown();
      this.redraw();
    }, { signal });
    const fit = (): void => { this.fitViewport(); };
    window.visualViewport?.addEventListener('resize', fit, { signal });
    window.visualViewport?.addEventListener('scroll', fit, { signal });
    fit();
  }

  /** A phone's on-screen keyboard covers the page without resizing it; the panel keeps to what is left. */
  private fitViewport(): void {
    const view = window.visualViewport;
    if (!view || view.scale > 1.01) return;
    this.frame.style.setProperty('--height', `${view.height}px`);
    this.frame.style.setProperty('--top', `${view.offsetTop}px`);
  }
}

/** What the agent will be chosen by, as long as it is a language tag: a page may have written anything. */
function languageTag(wish: string | undefined): string | undefined {
  return wish && /^[a-z]{2,8}(-[a-z\d]{1,8}){0,4}$/i.test(wish) ? wish : undefined;
}

function fillsScreen(): boolean {
  return window.matchMedia('(max-width: 640px), (max-height: 480px)').matches;
}

/** A constructed sheet is not subject to the page's content security policy; only browsers without it get a style element. */
function applyStyles(root: ShadowRoot): void {
  if ('adoptedStyleSheets' in root && 'replaceSync' in CSSStyleSheet.prototype) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    root.adoptedStyleSheets = [sheet];
  } else {
    root.append(element('style', {}, styles));
  }
}
