import { AboutCustomer } from './about-customer';
import { BackOff } from './back-off';
import { Delivery } from './delivery';
import type { StreamEvent } from './event-stream';
import { LiveStream } from './live-stream';
import { newId } from './new-id';
import type { OneTabAtATime } from './one-tab';
import { Outbox } from './outbox';
import { Satisfaction } from './satisfaction';
import { FadingSign, SlowSign } from './signs';
import type { Snapshot } from './snapshot';
import type { Store } from './store';
import type { TextKey } from './texts';
import { Transcript } from './transcript';
import { TypingSignal } from './typing-signal';
import { VisitorSession } from './visitor-session';
import { largestFile, type VisitorMessage, type VisitorState, type WidgetConfig, type Wire } from './wire';

const nobody: VisitorState = { status: 'none', position: null, expectedWait: null, online: true, agentName: null };

/** An agent's "typing" that is never taken back fades. */
const typingFades = 10_000;

/** A stream that comes back at once is nothing to speak of. */
const lossShows = 2_000;

/** How often the widget's face is asked for before the page stays without a chat. */
const mostAttempts = 8;

const zone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** All that the widget knows and does, without a screen. */
export class Conversation {
  private config: WidgetConfig | null = null;
  private state: VisitorState = nobody;
  private readonly transcript = new Transcript();
  private readonly outbox: Outbox;
  private readonly session: VisitorSession;
  private readonly delivery: Delivery;
  private readonly stream: LiveStream;
  private readonly typing: TypingSignal;
  /** Where the stream resumes. Only what came in order (history and stream) moves it: an acknowledged message of our own may be
   *  ahead of an agent's that has not arrived yet. */
  private resumeAfter = 0;
  private caughtUp = false;
  private catchingUp = false;
  /** A message of ours has been taken; what became of it is for the stream to tell. */
  private awaitingState = false;
  private readonly connectionLost = new SlowSign(lossShows, () => { this.onChange(); });
  private readonly agentTyping = new FadingSign(typingFades, () => { this.onChange(); });
  private opened = false;
  private stopped = false;
  private unavailable = false;
  private notice: TextKey | null = null;
  readonly about: AboutCustomer;
  readonly satisfaction: Satisfaction;

  constructor(
    private readonly wire: Wire,
    private readonly store: Store,
    private readonly language: string,
    private readonly onChange: () => void,
    oneTab: OneTabAtATime | null,
    private readonly random: () => number = Math.random,
  ) {
    this.outbox = new Outbox(store);
    this.about = new AboutCustomer(store, () => this.config?.preChat);
    this.satisfaction = new Satisfaction(store);
    this.session = new VisitorSession(wire, store, () => ({ ...this.about.toSend(), language: this.language, timeZone: zone() }));
    this.delivery = new Delivery(wire, this.outbox, this.session, {
      onDelivered: (message) => { this.takeAcknowledged(message); },
      onChanged: () => { this.onChange(); },
      onSessionLost: () => { this.loseSession(); },
      onDetailsRefused: (refused) => { void this.refuseDetails(refused); },
    }, oneTab, new BackOff(random));
    this.stream = new LiveStream({
      connect: (lastEventId, signal) => wire.stream(this.session.token ?? '', lastEventId, signal),
      lastEventId: () => String(this.resumeAfter),
      onEvent: (event) => { this.take(event); },
      onStatus: (status) => { this.connectionLost.set(status === 'lost'); },
      onRefused: () => { this.refuseToken(); },
      backOff: new BackOff(random),
    });
    this.typing = new TypingSignal((typing) => { this.sayTyping(typing); });
  }

  snapshot(): Snapshot {
    return {
      config: this.config,
      state: this.state,
      messages: this.transcript.messages,
      unsent: this.outbox.all().filter((message) => !this.transcript.has(message.id)),
      troubled: this.delivery.troubled,
      slowedDownFor: this.delivery.slowedDownFor,
      connectionLost: this.connectionLost.on,
      agentTyping: this.agentTyping.on,
      unread: this.transcript.unreadAfter(this.store.read<number>('read') ?? 0),
      hasSession: this.session.token !== null,
      notice: this.notice,
      form: this.session.token === null ? this.about.form() : null,
      refusedFields: this.about.refused,
      rating: this.config?.asksSatisfaction && this.state.status === 'closed' ? this.satisfaction.shown(this.transcript.endedAt) : null,
    };
  }

  /** False when this widget does not exist or may not be used on this site. Network trouble is waited out, for some minutes: to a
   *  page that the server does not allow, its refusal looks the same. */
  async start(): Promise<boolean> {
    this.outbox.holdBackStale();
    const backOff = new BackOff(this.random);
    for (let attempts = 1; !(await this.loadConfig()); attempts++) {
      if (this.unavailable || attempts === mostAttempts) return false;
      await new Promise((resolve) => setTimeout(resolve, backOff.next()));
      if (this.stopped) return false;
    }
    if (this.session.token !== null) await this.catchUp();
    if (this.outbox.next()) this.delivery.wake();
    this.onChange();
    return true;
  }

  /** For a picture of it: without a server. */
  preview(config: WidgetConfig): void {
    this.config = config;
  }

  setOpened(opened: boolean): void {
    this.opened = opened;
    if (opened && this.state.status === 'none') void this.loadConfig().then(() => { this.onChange(); });
    this.follow();
  }

  /** The customer has seen everything on screen. */
  markRead(): void {
    const newest = this.transcript.newestSequence;
    if (newest > (this.store.read<number>('read') ?? 0)) this.store.write('read', newest);
  }

  write(text: string): void {
    this.typing.sent();
    this.notice = null;
    this.outbox.add(newId(), text);
    this.delivery.wake();
    this.onChange();
  }

  /** A file is a message of its own; while it goes, the customer may write on. */
  async sendFile(file: File): Promise<void> {
    if (file.size === 0 || file.size > largestFile) return this.tell('fileTooLarge');
    this.tell('fileSending');
    const session = await this.session.ensure();
    const answer = session.ok ? await this.wire.sendFile(session.value, file) : session;
    if (this.stopped) return;
    if (answer.ok) {
      this.outbox.add(newId(), '', [answer.value]);
      this.delivery.wake();
      this.tell(null);
    } else {
      if (answer.status === 401) this.refuseToken();
      this.tell('fileFailed');
    }
  }

  async file(id: string): Promise<Blob | null> {
    const blob = await this.wire.file(this.session.token ?? '', id);
    if (blob === null) this.tell('fileNotLoaded');
    return blob;
  }

  retry(id: string): void {
    this.outbox.retry(id);
    this.delivery.wake();
    this.onChange();
  }

  discard(id: string): void {
    this.outbox.remove(id);
    this.onChange();
  }

  typed(hasText: boolean): void {
    this.typing.input(hasText);
  }

  async end(): Promise<void> {
    const token = this.session.token;
    if (token === null) return;
    const answer = await this.wire.end(token);
    this.notice = null;
    if (answer.ok) this.setState({ ...this.state, status: 'closed', position: null, expectedWait: null });
    else if (answer.status === 401) this.refuseToken();
    else this.notice = 'notEnded';
    this.onChange();
  }

  /** The customer has said what he is asked: he may write, and what was held back for it goes. */
  begin(): void {
    this.about.begin();
    this.outbox.retryDetails();
    if (this.outbox.next()) this.delivery.wake();
    this.onChange();
  }

  /** The whole talk as the server has it; null when it cannot be had. */
  async transcriptFile(language: string): Promise<Blob | null> {
    const token = this.session.token;
    const blob = token === null ? null : await this.wire.transcript(token, zone(), language);
    this.tell(blob ? null : 'downloadFailed');
    return blob;
  }

  /** Without a score: not now, which is not asked again. */
  async rate(score: number | null, comment: string): Promise<void> {
    const at = this.transcript.endedAt;
    const { token } = this.session;
    const answer = score === null || token === null ? null : await this.wire.satisfaction(token, score, comment);
    const before = answer?.ok === false && answer.code === 'already_answered';
    if (answer?.ok === false && !before) {
      if (answer.status === 401) this.refuseToken();
      return this.tell('rateFailed');
    }
    this.satisfaction.settle(at, answer === null ? null : before ? 'before' : 'thanks');
    this.tell(null);
  }

  get draft(): string {
    return this.store.read<string>('draft') ?? '';
  }

  set draft(text: string) {
    this.store.write('draft', text === '' ? null : text);
  }

  /** The browser says that the network is back. */
  networkReturned(): void {
    this.stream.reconnect();
    if (this.outbox.next()) this.delivery.wake();
  }

  pageShown(): void {
    this.stream.checkSilence();
  }

  /** Another tab of this site has changed what we share. */
  storageChanged(name: string): void {
    if (name === 'session') {
      this.loseSession();
      if (this.session.token !== null) void this.catchUp();
    }
    if (name === 'outbox' && this.outbox.next()) this.delivery.outboxChanged();
    this.onChange();
  }

  /** The page goes away, or into the browser's cache: see wakeUp. */
  sleep(): void {
    this.stream.stop();
  }

  wakeUp(): void {
    this.follow();
    if (this.outbox.next()) this.delivery.wake();
  }

  stop(): void {
    this.stopped = true;
    this.stream.stop();
    this.delivery.stop();
    this.agentTyping.set(false);
    this.connectionLost.set(false);
  }

  private tell(notice: TextKey | null): void {
    this.notice = notice;
    this.onChange();
  }

  private async loadConfig(): Promise<boolean> {
    const answer = await this.wire.config();
    if (!answer.ok) {
      this.unavailable = answer.status >= 400 && answer.status < 500 && answer.status !== 408 && answer.status !== 429;
      return false;
    }
    this.config = answer.value;
    if (this.state.status === 'none') this.state = { ...this.state, online: answer.value.online };
    return true;
  }

  /** What is asked may have changed since this page was opened. */
  private async refuseDetails(refused: readonly string[]): Promise<void> {
    this.about.refuse(refused);
    await this.loadConfig();
    if (!this.stopped) this.onChange();
  }

  /** What was said before, then the stream for what comes. */
  private async catchUp(): Promise<void> {
    const token = this.session.token;
    // Never beside an open stream: an older state could arrive after a newer one.
    if (token === null || this.catchingUp || this.caughtUp) return;
    this.catchingUp = true;
    const answer = await this.wire.history(token, this.resumeAfter);
    this.catchingUp = false;
    if (this.stopped) return;
    if (this.session.token !== token) {
      this.follow();
      return;
    }
    if (!answer.ok && answer.status === 401) {
      this.refuseToken();
      return;
    }
    // Without an answer the stream brings it all: it resumes from the same place.
    this.caughtUp = true;
    if (answer.ok) {
      for (const message of answer.value.items) this.takeInOrder(message);
      this.setState(answer.value.state);
    } else {
      this.awaitingState = true;
    }
    this.follow();
    this.onChange();
  }

  /** A stream is worth its connection while somebody may answer, or while the customer looks. */
  private follow(): void {
    const busy = this.state.status === 'waiting' || this.state.status === 'assigned';
    if (this.session.token === null || !(busy || this.opened || this.awaitingState)) {
      this.stream.stop();
      this.connectionLost.set(false);
    } else if (this.caughtUp) {
      this.stream.start();
    } else {
      void this.catchUp();
    }
  }

  private take(event: StreamEvent): void {
    const value = JSON.parse(event.data) as unknown;
    if (event.type === 'message') this.takeInOrder(value as VisitorMessage);
    else if (event.type === 'state') this.takeState(value as VisitorState);
    else if (event.type === 'typing') this.agentTyping.set((value as { typing: boolean }).typing);
    this.onChange();
  }

  private takeInOrder(message: VisitorMessage): void {
    this.resumeAfter = Math.max(this.resumeAfter, message.sequence);
    // Its acknowledgement may have been lost on the way: the message itself is as good.
    if (message.from === 'me') this.outbox.remove(message.id);
    this.takeMessage(message);
  }

  private takeMessage(message: VisitorMessage): void {
    this.transcript.put(message);
    if (message.from === 'agent') this.agentTyping.set(false);
  }

  private takeAcknowledged(message: VisitorMessage): void {
    this.takeMessage(message);
    this.awaitingState = this.state.status === 'none' || this.state.status === 'closed';
    this.follow();
  }

  private takeState(state: VisitorState): void {
    this.awaitingState = false;
    this.setState(state);
  }

  private setState(state: VisitorState): void {
    this.state = state;
    if (state.status !== 'assigned') this.agentTyping.set(false);
    this.follow();
  }

  private refuseToken(): void {
    const token = this.session.token;
    if (token !== null) this.session.forget(token);
    this.loseSession();
    if (this.outbox.next()) this.delivery.wake();
    this.onChange();
  }

  private loseSession(): void {
    this.stream.stop();
    this.transcript.beginSession();
    this.resumeAfter = 0;
    this.caughtUp = false;
    this.awaitingState = false;
    this.connectionLost.set(false);
    this.store.write('read', null);
    this.satisfaction.forget();
    this.state = { ...nobody, online: this.state.online };
  }

  private sayTyping(typing: boolean): void {
    const token = this.session.token;
    // Nobody reads it before there is a ticket, and a lost one matters to nobody: the next follows in seconds.
    if (token !== null && this.state.status === 'assigned') void this.wire.typing(token, typing);
  }
}
