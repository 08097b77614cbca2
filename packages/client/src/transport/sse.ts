import { omitUndefined } from '../util/omit-undefined.js';

/** An event of a `text/event-stream`. */
export interface SseEvent {
  /** The event's name; `comment` for a comment, whose text is `data`. */
  readonly event: string;
  readonly id?: string;
  readonly data: string;
}

/** Longer than any event of this protocol. A stream that exceeds it is not an event stream. */
const MAX_EVENT_LENGTH = 4_000_000;

/**
 * Creates an incremental parser of `text/event-stream` (WHATWG HTML § 9.2.6). It differs from the standard in two ways: an event has its
 * own id instead of the last one, and comments are reported, because they show that the stream is alive.
 *
 * @returns takes the next piece of text, split anywhere, and returns the completed events; throws a RangeError if an event is too long
 */
export function createSseParser(): (piece: string) => SseEvent[] {
  let rest = '';
  let afterCr = false;
  let event = '';
  let id: string | undefined;
  let data: string[] = [];
  let length = 0;

  return (piece) => {
    const events: SseEvent[] = [];
    if (piece === '') return events;
    // A CRLF may be split between two pieces.
    const text = afterCr && piece.startsWith('\n') ? piece.slice(1) : piece;
    afterCr = piece.endsWith('\r');
    const lines = (rest + text).split(/\r\n|\r|\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) readLine(line, events);
    if (rest.length + length > MAX_EVENT_LENGTH) throw new RangeError('An event of the stream is too long.');
    return events;
  };

  function readLine(line: string, events: SseEvent[]): void {
    if (line === '') {
      if (data.length > 0) events.push(omitUndefined({ event: event || 'message', id, data: data.join('\n') }));
      event = '';
      id = undefined;
      data = [];
      length = 0;
      return;
    }
    length += line.length;
    const [, name = line, value = ''] = /^([^:]*): ?(.*)$/s.exec(line) ?? [];
    if (name === '') events.push({ event: 'comment', data: value });
    else if (name === 'event') event = value;
    else if (name === 'data') data.push(value);
    else if (name === 'id' && !value.includes('\0')) id = value;
  }
}
