export interface StreamEvent {
  type: string;
  data: string;
  id: string;
}

/** Parses server-sent events as the HTML standard says, from text that may be cut anywhere. */
export class EventStreamParser {
  private rest = '';
  private afterReturn = false;
  private atStart = true;
  private type = '';
  private data: string[] = [];
  private pendingId: string;

  constructor(public lastEventId = '') {
    this.pendingId = lastEventId;
  }

  push(chunk: string): StreamEvent[] {
    if (chunk === '') return [];
    let text = chunk;
    if (this.atStart) {
      this.atStart = false;
      if (text.startsWith('\uFEFF')) text = text.slice(1);
    }
    // A line end of two characters may be cut in two: the first half has already ended its line.
    if (this.afterReturn && text.startsWith('\n')) text = text.slice(1);
    this.afterReturn = chunk.endsWith('\r');
    const lines = (this.rest + text).split(/\r\n|\r|\n/);
    this.rest = lines.pop() ?? '';
    const events: StreamEvent[] = [];
    for (const line of lines) this.takeLine(line, events);
    return events;
  }

  private takeLine(line: string, events: StreamEvent[]): void {
    if (line === '') {
      this.lastEventId = this.pendingId;
      if (this.data.length > 0) {
        events.push({ type: this.type || 'message', data: this.data.join('\n'), id: this.lastEventId });
      }
      this.type = '';
      this.data = [];
      return;
    }
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.type = value;
    else if (field === 'data') this.data.push(value);
    else if (field === 'id' && !value.includes('\0')) this.pendingId = value;
  }
}
