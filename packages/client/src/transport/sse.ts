import { given } from '../given.js';

/** An event of a `text/event-stream`, as it came. */
export interface SseEvent {
  /** `comment` for a comment, whose text is `data`. */
  readonly event: string;
  readonly id?: string;
  readonly data: string;
}

/** More than a frame of ours can have. What goes on without an end is no event stream. */
const MAX_EVENT_LENGTH = 4_000_000;

/**
 * Reads `text/event-stream` (WHATWG HTML § 9.2.6) piece by piece. Of the standard, an event's id is its own and not the last one's; and
 * comments are events too, since they say that the stream lives.
 *
 * @returns takes in the next piece of text, cut wherever it may be, and gives the events that it completes; throws a RangeError when one
 *   is too long
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
    // A line's end that was cut in two.
    const text = afterCr && piece.startsWith('\n') ? piece.slice(1) : piece;
    afterCr = piece.endsWith('\r');
    const lines = (rest + text).split(/\r\n|\r|\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) take(line, events);
    if (rest.length + length > MAX_EVENT_LENGTH) throw new RangeError('An event of the stream is too long.');
    return events;
  };

  function take(line: string, events: SseEvent[]): void {
    if (line === '') {
      if (data.length > 0) events.push(given({ event: event || 'message', id, data: data.join('\n') }));
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
