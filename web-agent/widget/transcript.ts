import type { VisitorMessage } from './wire';

interface Line {
  message: VisitorMessage;
  session: number;
}

/** The acknowledged messages in the server's order, each once, however often and on whatever way it came. */
export class Transcript {
  private lines: Line[] = [];
  private session = 0;
  private newest = 0;

  get messages(): VisitorMessage[] {
    return this.lines.map((line) => line.message);
  }

  /** The highest sequence of the present session. */
  get newestSequence(): number {
    return this.newest;
  }

  has(id: string): boolean {
    return this.lines.some((line) => line.message.id === id);
  }

  put(message: VisitorMessage): void {
    this.newest = Math.max(this.newest, message.sequence);
    const known = this.lines.find((line) => line.message.id === message.id);
    if (known) {
      known.message = message;
      return;
    }
    this.lines.push({ message, session: this.session });
    this.lines.sort((a, b) => a.session - b.session || a.message.sequence - b.message.sequence);
  }

  /** Sequences begin again in a new session; what was said stays on screen above it. */
  beginSession(): void {
    this.session++;
    this.newest = 0;
  }

  /** The sequence of the end of the talk, as long as the customer has not written after it; 0 when there is none. */
  get endedAt(): number {
    const present = this.lines.filter((line) => line.session === this.session).map((line) => line.message);
    const end = present.findLast((message) => message.code === 'ended')?.sequence ?? 0;
    return present.some((message) => message.from === 'me' && message.sequence > end) ? 0 : end;
  }

  unreadAfter(sequence: number): VisitorMessage[] {
    return this.lines
      .filter((line) => line.session === this.session && line.message.from === 'agent' && line.message.sequence > sequence)
      .map((line) => line.message);
  }
}
