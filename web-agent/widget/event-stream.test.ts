import { describe, expect, test } from 'vitest';
import { EventStreamParser, type StreamEvent } from './event-stream';

function parse(chunks: string[], lastEventId = ''): { events: StreamEvent[]; lastEventId: string } {
  const parser = new EventStreamParser(lastEventId);
  const events = chunks.flatMap((chunk) => parser.push(chunk));
  return { events, lastEventId: parser.lastEventId };
}

const stream =
  '\uFEFF: welcome\n\n' +
  'event: typing\r\nid: 7\r\ndata: {"text":"¿qué tal? 👋"}\r\n\r\n' +
  ': heartbeat\r\r' +
  'data: first\ndata:second\ndata\n\n' +
  'event: state\rdata: {}\r\r' +
  'id: 8\n\n' +
  'event: unfinished\ndata: never sent';

const events = [
  { type: 'typing', id: '7', data: '{"text":"¿qué tal? 👋"}' },
  { type: 'message', id: '7', data: 'first\nsecond\n' },
  { type: 'state', id: '7', data: '{}' },
];

describe('EventStreamParser', () => {
  test('reads comments, several lines of data, every kind of line end, and waits for the blank line', () => {
    expect(parse([stream])).toEqual({ events, lastEventId: '8' });
  });

  test('gives the same events wherever the stream is cut in two', () => {
    for (let cut = 0; cut <= stream.length; cut++) {
      expect(parse([stream.slice(0, cut), stream.slice(cut)]), `cut at ${cut}`).toEqual({ events, lastEventId: '8' });
    }
  });

  test('gives the same events one character at a time', () => {
    expect(parse(stream.split(''))).toEqual({ events, lastEventId: '8' });
  });

  test('an empty chunk between the two halves of a line end makes no second line', () => {
    expect(parse(['data: a\r', '', '\n', '\r\n']).events).toEqual([{ type: 'message', id: '', data: 'a' }]);
  });

  test('keeps the resume id it was given until the stream says another', () => {
    expect(parse(['data: a\n\n'], '41').events).toEqual([{ type: 'message', id: '41', data: 'a' }]);
    expect(parse(['id: 42\ndata: a\n\n'], '41').lastEventId).toBe('42');
  });

  test('an id counts only once its event is complete', () => {
    expect(parse(['id: 42\ndata: a\n'], '41').lastEventId).toBe('41');
  });

  test.each([
    ['an event without data is no event', 'event: state\n\n', []],
    ['an unknown field is ignored', 'colour: red\ndata: a\n\n', ['a']],
    ['only one space after the colon belongs to the field', 'data:  a\n\n', [' a']],
    ['an id with a null character is ignored', 'id: 4\u00002\ndata: a\n\n', ['a']],
    ['a type does not outlive its event', 'event: state\ndata: a\n\ndata: b\n\n', ['a', 'b']],
  ])('%s', (_, text, data) => {
    const parsed = parse([text]);
    expect(parsed.events.map((event) => event.data)).toEqual(data);
    expect(parsed.lastEventId).toBe('');
    expect(parsed.events.at(-1)?.type ?? 'message').toBe('message');
  });
});
