import { isObject, isReady } from '../transport/checks.js';
import type { EventsRequest, TransportFrame } from '../transport/transport.types.js';
import { newId } from '../util/ids.js';
import { pageDocument } from '../util/environment.js';
import { type Moment, moment, msSince } from '../util/moment.js';
import { type HeldLock, requestLock, stealLock, tryLock } from './locks.js';
import { type Kept, keepForNewcomers } from './newcomers.js';

/** How long a reading page may take to answer a newcomer: it may be hung or frozen. Then another page takes over. */
const ANSWER_MS = 3000;
/** How long a reading page may be silent. The server sends something every 15 seconds. */
const SILENCE_MS = 20_000;
/** How often a visible page asks whether the reading page answers, and how long that may take. */
const PING_MS = 2000;
const PONG_MS = 1000;
/** A timer that is later shows that this page itself was blocked: what others said in the meantime has yet to arrive. */
const LATE_MS = 500;
/** A stream that is younger was opened after whatever makes another page doubt it. */
const YOUNG_MS = 3000;

/** What pages tell each other. */
type Note = { readonly from: string } & NoteContent;
type NoteContent =
  | { readonly kind: 'hello'; readonly after: string | undefined; readonly inDoubt: boolean }
  | { readonly kind: 'ping' }
  /** The sender reads. To a newcomer: the stream is being opened, or is not yet as far as the newcomer. */
  | { readonly kind: 'alive'; readonly to: string }
  | { readonly kind: 'welcome'; readonly to: string; readonly frames: readonly TransportFrame[] }
  | { readonly kind: 'frame'; readonly frame: TransportFrame }
  /** The sender is opening the stream. */
  | { readonly kind: 'reading' }
  | { readonly kind: 'open' }
  /** The sender's stream has ended. `unreachable`: there was no answer, which concerns all pages. */
  | { readonly kind: 'over'; readonly unreachable: boolean }
  | { readonly kind: 'acknowledged'; readonly deliveryId: string };

/** What {@link shareEvents} takes. */
export interface SharedEventsOptions {
  /** Names the server and the account. */
  readonly name: string;
  readonly open: (request: EventsRequest) => AsyncIterable<TransportFrame>;
  /** The server's time, milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** Another page doubts that the stream is alive. */
  readonly onDoubt: () => void;
  /** Another page has opened the stream, so that nothing needs to wait for the server. */
  readonly onOpen: () => void;
}

/** One event stream for all pages of an account in this browser: one page reads it, and passes the frames on. */
export interface SharedEvents {
  /**
   * Reads the stream, or listens to the page that reads it. Ends and throws as {@link SharedEventsOptions.open} does.
   *
   * @param inDoubt - whether the former connection may be dead
   */
  readonly events: (request: EventsRequest, inDoubt: boolean) => AsyncIterable<TransportFrame>;
  /** Tells that a card or reply was acknowledged: pages that join later do not get it. */
  readonly acknowledged: (deliveryId: string) => void;
  readonly close: () => void;
}

/** Where a page begins that had read nothing before. */
function headOf({ event, data }: TransportFrame): string | undefined {
  return event === 'ready' && isReady(data) ? data.head : undefined;
}

/**
 * Joins the pages that share a stream. The page that holds a lock reads. When it goes away, the browser gives the lock to another one,
 * which goes on from its own cursor; a page that hangs loses the lock.
 */
export function shareEvents({ name, open, now, onDoubt, onOpen }: SharedEventsOptions): SharedEvents {
  const channel = new BroadcastChannel(name);
  const me = newId();
  let closed = false;
  const post = (content: NoteContent): void => {
    if (!closed) channel.postMessage({ ...content, from: me });
  };

  /** The stream that this page reads. */
  let reading: { readonly kept: Kept; openedAt: Moment | undefined; isShared: boolean } | undefined;
  /** Pages that wait for it to open, or to come as far as they are. */
  const waiting = new Map<string, string | undefined>();
  let listening: ((note: Note) => void) | undefined;

  function welcome(page: string, after: string | undefined): void {
    const frames = reading?.openedAt && reading.kept.since(after, now());
    if (frames) {
      waiting.delete(page);
      post({ kind: 'welcome', to: page, frames });
    } else {
      waiting.set(page, after);
      post({ kind: 'alive', to: page });
    }
  }

  channel.onmessage = ({ data: note }: MessageEvent<Note>) => {
    // Every script of this origin can write to the channel.
    if (!isObject(note)) return;
    listening?.(note);
    if (note.kind === 'acknowledged') reading?.kept.acknowledged(note.deliveryId);
    else if (note.kind === 'open' && !reading && !listening) onOpen();
    else if (note.kind === 'ping' && reading) post({ kind: 'alive', to: note.from });
    else if (note.kind === 'hello' && reading) {
      const { openedAt } = reading;
      reading.isShared = true;
      if (note.inDoubt && openedAt && msSince(openedAt) > YOUNG_MS) {
        reading.openedAt = undefined;
        onDoubt();
      }
      welcome(note.from, note.after);
    }
  };

  async function* read(request: EventsRequest, lock: HeldLock): AsyncGenerator<TransportFrame, void, undefined> {
    const connection = new AbortController();
    const end = (): void => connection.abort();
    lock.onLost(end);
    request.signal.addEventListener('abort', end, { signal: connection.signal });
    const kept = keepForNewcomers(request.lastEventId);
    const mine: NonNullable<typeof reading> = (reading = { kept, openedAt: undefined, isShared: false });
    let unreachable = false;
    post({ kind: 'reading' });
    try {
      for await (const frame of open({ ...request, signal: connection.signal })) {
        mine.kept.add(frame);
        if (frame.event === 'ready') {
          mine.openedAt = moment();
          post({ kind: 'open' });
        }
        // A page that joins later gets what it needs with its welcome.
        if (mine.isShared) post({ kind: 'frame', frame });
        for (const [page, after] of [...waiting]) welcome(page, after);
        yield frame;
      }
    } catch (error) {
      // Another page reads now: this one listens to it.
      if (lock.lost()) return;
      // A refusal may be due to this page's token.
      unreachable = !request.signal.aborted && (error as { readonly status?: unknown }).status === undefined;
      throw error;
    } finally {
      reading = undefined;
      waiting.clear();
      connection.abort();
      if (!lock.lost()) post({ kind: 'over', unreachable });
    }
  }

  /** @returns why listening has ended: this page has the lock, another page reads, or the stream is over */
  async function* listen(
    after: string | undefined,
    signal: AbortSignal,
    inDoubt: boolean,
  ): AsyncGenerator<TransportFrame, HeldLock | 'again' | 'over', undefined> {
    const frames: TransportFrame[] = [];
    let reader: string | undefined;
    let outcome: { readonly value: HeldLock | 'again' | 'over' } | { readonly error: unknown } | undefined;
    let wake = (): void => {};
    const end = (how: NonNullable<typeof outcome>): void => {
      outcome ??= how;
      wake();
    };
    const pass = (more: readonly TransportFrame[]): void => {
      frames.push(...more);
      wake();
    };
    const got = (lock: HeldLock): void => {
      // Too late to be used.
      if (outcome) lock.release();
      else end({ value: lock });
    };
    const onAbort = (): void => end({ error: signal.reason });
    const giveUpWaiting = requestLock(name, got);
    const takeOver = (): void => {
      giveUpWaiting();
      stealLock(name, got);
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    /** Asks again after `ms`, or takes over if nothing has come since then. Pages that time out together must not take the lock from each other. */
    const within = (ms: number, late: () => void): void => {
      clearTimeout(timer);
      const due = moment();
      const jitter = 1 + Math.random() / 2;
      timer = setTimeout(() => {
        if (msSince(due) > ms * jitter + LATE_MS) ping();
        else late();
      }, ms * jitter);
    };
    const ping = (): void => {
      post({ kind: 'ping' });
      within(PONG_MS, takeOver);
    };
    const isAlive = (): void => {
      // Timers of hidden pages are slow.
      if (pageDocument()?.hidden) within(SILENCE_MS, ping);
      else within(PING_MS, ping);
    };
    within(ANSWER_MS, takeOver);

    listening = (note) => {
      const mine = 'to' in note && note.to === me;
      if (note.kind === 'reading') end({ value: 'again' });
      else if (note.kind === 'over' && (reader === undefined || reader === note.from)) {
        if (note.unreachable) end({ error: new Error('Another page could not reach the server.') });
        else end({ value: 'over' });
      } else if (note.kind === 'alive' && mine) isAlive();
      else if (note.kind === 'welcome' && mine && reader === undefined) {
        reader = note.from;
        isAlive();
        pass(note.frames);
      } else if (note.kind === 'frame' && (reader === undefined || note.from === reader)) {
        isAlive();
        if (reader !== undefined) pass([note.frame]);
      }
    };
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort);
    post({ kind: 'hello', after, inDoubt });
    try {
      for (;;) {
        for (let next = frames.shift(); next; next = frames.shift()) yield next;
        if (outcome && 'error' in outcome) throw outcome.error;
        if (outcome) return outcome.value;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      listening = undefined;
      // What comes from now on is too late.
      outcome ??= { value: 'over' };
      giveUpWaiting();
    }
  }

  return {
    async *events(request, inDoubt) {
      const { signal } = request;
      let { lastEventId } = request;
      let doubtful = inDoubt;
      for (;;) {
        let lock: HeldLock | undefined;
        try {
          lock = await tryLock(name);
        } catch {
          // Documents of an opaque origin may not use locks.
          yield* open(request);
          return;
        }
        if (signal.aborted) {
          lock?.release();
          throw signal.reason;
        }
        if (!lock) {
          const frames = listen(lastEventId, signal, doubtful);
          doubtful = false;
          let result = await frames.next();
          try {
            for (; !result.done; result = await frames.next()) {
              yield result.value;
              lastEventId = result.value.id ?? lastEventId ?? headOf(result.value);
            }
          } finally {
            await frames.return('over');
          }
          if (result.value === 'over') return;
          if (result.value === 'again') continue;
          lock = result.value;
        }
        try {
          yield* read({ ...request, ...(lastEventId === undefined ? {} : { lastEventId }) }, lock);
          return;
        } finally {
          lock.release();
        }
      }
    },
    acknowledged(deliveryId) {
      reading?.kept.acknowledged(deliveryId);
      post({ kind: 'acknowledged', deliveryId });
    },
    close() {
      closed = true;
      channel.close();
    },
  };
}
