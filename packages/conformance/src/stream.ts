import { demand, short, Unmet } from './demand.js';
import { pause, type Json, type Wire } from './http.js';
import type { Person } from './tokens.js';

/** A frame of an event stream or a long poll. */
export interface Frame {
  readonly event: string;
  readonly id?: string | undefined;
  readonly data: Json;
}

/** Nothing came in time. */
class Late extends Unmet {}

/** An open event stream, read frame by frame. */
export class EventReader {
  readonly response: Response;
  readonly of: string;
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  readonly #abort: AbortController;
  readonly #patienceMs: number;
  readonly #decoder = new TextDecoder();
  #text = '';
  #afterCr = false;
  #frames: Frame[] = [];
  #pending: Promise<void> | undefined;
  #ended = false;
  #error: Unmet | undefined;
  #comments = 0;
  readonly #wire: Wire;

  private constructor(of: string, response: Response, abort: AbortController, wire: Wire) {
    this.#patienceMs = wire.patienceMs;
    this.#wire = wire;
    this.of = of;
    this.response = response;
    this.#abort = abort;
  }

  /** Opens a stream, whatever the answer is. */
  static async open(
    wire: Wire,
    who: Person | { readonly token: string },
    lastEventId?: string,
    headers = {},
  ): Promise<EventReader> {
    const abort = new AbortController();
    const resumed = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
    const accept = { accept: 'text/event-stream' };
    const response = await wire.open(who, 'GET', '/v1/events', {
      headers: { ...accept, ...resumed, ...headers },
      signal: abort.signal,
    });
    const of = `The event stream${'party' in who ? ` of ${who.party}` : ''}`;
    return new EventReader(of, response, abort, wire);
  }

  /** Returns the next frame; `undefined` at the end. */
  async next(ms = this.#patienceMs): Promise<Frame | undefined> {
    const until = Date.now() + ms;
    while (this.#frames.length === 0 && !this.#ended) {
      if (this.#error) throw this.#error;
      this.#pending ??= this.#read().finally(() => (this.#pending = undefined));
      const left = until - Date.now();
      if (left <= 0) throw new Late(`${this.of} brought no frame within ${ms / 1000} s.`);
      await Promise.race([this.#pending, pause(left)]);
    }
    return this.#frames.shift();
  }

  /** Reads until a frame comes. */
  async until(event: string, fits: (data: Json) => boolean = () => true, ms = this.#patienceMs): Promise<Frame> {
    const until = Date.now() + ms;
    const seen: string[] = [];
    for (;;) {
      const frame = await this.next(Math.max(1, until - Date.now())).catch((error: unknown) => {
        if (error instanceof Late)
          throw new Unmet(`${this.of} brought no fitting frame \`${event}\`, only: ${seen.join(', ') || 'nothing'}.`);
        throw error;
      });
      demand(
        frame !== undefined,
        () => `${this.of} ended before a frame \`${event}\` came, after: ${seen.join(', ') || 'nothing'}.`,
      );
      if (frame.event === event && fits(frame.data)) return frame;
      seen.push(frame.event);
    }
  }

  /** Reads until the stream ends. @returns the frames */
  async rest(ms = this.#patienceMs): Promise<readonly Frame[]> {
    const frames: Frame[] = [];
    const until = Date.now() + ms;
    for (;;) {
      const frame = await this.next(Math.max(1, until - Date.now())).catch((error: unknown) => {
        if (error instanceof Late) throw new Unmet(`${this.of} did not end within ${ms / 1000} s.`);
        throw error;
      });
      if (!frame) return frames;
      frames.push(frame);
    }
  }

  /** Waits for a comment that comes after the call. @returns whether one came */
  async heartbeat(ms: number): Promise<boolean> {
    const [before, until] = [this.#comments, Date.now() + ms];
    while (this.#comments === before && !this.#ended && Date.now() < until) {
      if (this.#error) throw this.#error;
      this.#pending ??= this.#read().finally(() => (this.#pending = undefined));
      await Promise.race([this.#pending, pause(until - Date.now())]);
    }
    return this.#comments > before;
  }

  /** Ends the stream, as a page that is left does. */
  close(): void {
    this.#abort.abort();
  }

  async #read(): Promise<void> {
    try {
      this.#reader ??= this.response.body?.getReader() as ReadableStreamDefaultReader<Uint8Array> | undefined;
      const { done, value } = (await this.#reader?.read()) ?? { done: true, value: undefined };
      if (done) {
        this.#ended = true;
        return;
      }
      const part = this.#decoder.decode(value, { stream: true });
      // The LF after a CR may come with the next part.
      this.#text += (this.#afterCr ? part.replace(/^\n/, '') : part).replaceAll(/\r\n?/g, '\n');
      if (part !== '') this.#afterCr = part.endsWith('\r');
      const blocks = this.#text.split('\n\n');
      this.#text = blocks.pop() ?? '';
      for (const block of blocks) {
        this.#comments += block.split('\n').filter((line) => line.startsWith(':')).length;
        const frame = parseFrame(block);
        if (!frame) continue;
        this.#frames.push(frame);
        this.#wire.last = `${this.of} brought \`${frame.event}\`: ${JSON.stringify(frame.data)}`;
      }
    } catch (error) {
      if (error instanceof Unmet) this.#error = error;
      else this.#ended = true;
    }
  }
}

function parseFrame(text: string): Frame | undefined {
  let event = '';
  let id: string | undefined;
  const data: string[] = [];
  for (const line of text.split('\n')) {
    const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
    if (name === 'event') event = value;
    else if (name === 'id') id = value;
    else if (name === 'data') data.push(value);
  }
  if (event === '' && data.length === 0) return undefined;
  try {
    return { event, id, data: JSON.parse(data.join('\n')) };
  } catch {
    throw new Unmet(`A frame \`${event}\` has no JSON: ${short(data.join('\n'))}`);
  }
}
