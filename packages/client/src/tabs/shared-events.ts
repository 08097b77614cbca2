import type { PortLocks, Ports } from '../ports/ports.types.js';
import { type RetryAfter, waitOf } from '../transport/answer.js';
import { isObject, isReady } from '../transport/checks.js';
import type { EventsRequest, TransportFrame } from '../transport/transport.types.js';
import { newId } from '../util/ids.js';
import { type Moment, moment, msSince } from '../util/moment.js';
import { omitUndefined } from '../util/omit-undefined.js';
import { type HeldLock, requestLock, stealLock, tryLock } from './locks.js';
import { type Kept, keepForNewcomers } from './newcomers.js';
import { createReaderTimeout } from './reader-timeout.js';

/** A stream that is younger was opened after whatever makes another page doubt it. */
const YOUNG_MS = 3000;

/** How long the lock is kept for the long polls that take a stream's place, or until the other pages know why it has ended. */
const KEEP_MS = 500;

/** Whether the former connection may be dead, and the device perhaps in another network. */
export type Doubt = 'none' | 'dead' | 'moved';

/** What pages tell each other. */
type Note = { readonly from: string } & NoteContent;
type NoteContent =
  | { readonly kind: 'hello'; readonly after: string | undefined; readonly doubt: Doubt }
  | { readonly kind: 'ping' }
  /** The sender reads. To a newcomer: the stream is being opened, or is not yet as far as the newcomer. */
  | { readonly kind: 'alive'; readonly to: string }
  | { readonly kind: 'welcome'; readonly to: string; readonly frames: readonly TransportFrame[] }
  | { readonly kind: 'frame'; readonly frame: TransportFrame }
  /** The sender is opening the stream. */
  | { readonly kind: 'reading' }
  | { readonly kind: 'open' }
  /**
   * The sender's stream has ended. What concerns all pages: `unreachable`, there was no answer; `silent`, nothing came any more; `hold`, the
   * server asks not to be asked by this account for some time.
   */
  | {
      readonly kind: 'over';
      readonly unreachable: boolean;
      readonly silent?: boolean | undefined;
      readonly hold?: Hold | undefined;
    }
  | { readonly kind: 'acknowledged'; readonly deliveryId: string };

/** An answer of 429. */
interface Hold extends RetryAfter {
  readonly status: 429;
}

/** What {@link shareEvents} takes. */
export interface SharedEventsOptions {
  readonly ports: Ports;
  readonly locks: PortLocks;
  /** Names the server and the account. */
  readonly name: string;
  readonly open: (request: EventsRequest) => AsyncIterable<TransportFrame>;
  /** The server's time, milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** Another page doubts that the stream is alive. `moved`: perhaps the device is in another network. */
  readonly onDoubt: (moved: boolean) => void;
  /** This page goes on in place of the page that it listened to: what that one has last read may be old. */
  readonly onTakeOver: () => void;
  /** Another page has opened the stream, so that nothing needs to wait for the server. */
  readonly onOpen: () => void;
}

/** One event stream for all pages of an account in this browser: one page reads it, and passes the frames on. */
export interface SharedEvents {
  /**
   * Reads the stream, or listens to the page that reads it. Ends and throws as {@link SharedEventsOptions.open} does.
   *
   * @param doubt - of the former connection
   */
  readonly events: (request: EventsRequest, doubt: Doubt) => AsyncIterable<TransportFrame>;
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
export function shareEvents({ ports, locks, name, open, now, ...on }: SharedEventsOptions): SharedEvents {
  const { onDoubt, onTakeOver, onOpen } = on;
  const channel = ports.openChannel(name, onMessage);
  const me = newId(ports);
  let closed = false;
  const post = (content: NoteContent): void => {
    if (!closed) channel.post({ ...content, from: me });
  };

  /** The stream that this page reads. */
  let reading: { readonly kept: Kept; openedAt: Moment | undefined; isShared: boolean } | undefined;
  /** Pages that wait for it to open, or to come as far as they are. */
  const waiting = new Map<string, string | undefined>();
  let listening: ((note: Note) => void) | undefined;
  /** What the server has asked of the account by another page's answer, which this one may not have listened to. */
  let held: { readonly forMs: number; readonly since: Moment } | undefined;
  /**
   * The lock, after a stream without a frame: another page would only wait for a stream again; or after what concerns all pages: another
   * one would ask before it hears of that.
   */
  let keptLock: HeldLock | undefined;
  const letGo = (): void => {
    keptLock?.release();
    keptLock = undefined;
  };

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

  function onMessage(data: unknown): void {
    // Every script of this origin can write to the channel.
    if (!isObject(data)) return;
    const note = data as Note;
    listening?.(note);
    const hold = note.kind === 'over' && holdOf(note.hold);
    if (hold) held = { forMs: waitOf(hold, now()) ?? 0, since: moment(ports) };
    if (note.kind === 'acknowledged') reading?.kept.acknowledged(note.deliveryId);
    else if (note.kind === 'open' && !reading && !listening) onOpen();
    else if (note.kind === 'ping' && reading) post({ kind: 'alive', to: note.from });
    else if (note.kind === 'hello' && reading) {
      const { openedAt } = reading;
      reading.isShared = true;
      if (note.doubt !== 'none' && openedAt && msSince(ports, openedAt) > YOUNG_MS) {
        reading.openedAt = undefined;
        onDoubt(note.doubt === 'moved');
      }
      welcome(note.from, note.after);
    }
  }

  async function* read(request: EventsRequest, lock: HeldLock): AsyncGenerator<TransportFrame, void, undefined> {
    const connection = new AbortController();
    const end = (): void => connection.abort();
    lock.onLost(end);
    request.signal.addEventListener('abort', end, { signal: connection.signal });
    const kept = keepForNewcomers(request.lastEventId);
    const mine: NonNullable<typeof reading> = (reading = { kept, openedAt: undefined, isShared: false });
    let unreachable = false;
    let silent: boolean | undefined;
    let goesOn = false;
    let hold: Hold | undefined;
    post({ kind: 'reading' });
    try {
      for await (const frame of open({ ...request, signal: connection.signal })) {
        mine.kept.add(frame);
        if (frame.event === 'ready') {
          mine.openedAt = moment(ports);
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
      silent = isSilent(error);
      unreachable = !silent && !request.signal.aborted && isUnreachable(error);
      goesOn = !request.signal.aborted && isLate(error);
      hold = holdOf(error);
      if (goesOn || silent || hold) {
        keptLock = lock;
        ports.after(KEEP_MS, () => keptLock === lock && letGo());
      }
      throw error;
    } finally {
      reading = undefined;
      waiting.clear();
      connection.abort();
      if (!lock.lost() && !goesOn) post({ kind: 'over', unreachable, silent, hold });
    }
  }

  /** @returns why listening has ended: this page has the lock, another page reads, or the stream is over */
  async function* listen(
    after: string | undefined,
    signal: AbortSignal,
    doubt: Doubt,
  ): AsyncGenerator<TransportFrame, HeldLock | 'again' | 'over', undefined> {
    const frames: TransportFrame[] = [];
    let reader: string | undefined;
    let outcome: { readonly value: HeldLock | 'again' | 'over' } | { readonly error: unknown } | undefined;
    let wake = (): void => {};
    const end = (how: NonNullable<typeof outcome>): void => {
      outcome ??= how;
      wake();
    };
    const pass = (more: unknown): void => {
      for (const frame of Array.isArray(more) ? more : []) if (isFrame(frame)) frames.push(frame);
      wake();
    };
    const got = (lock: HeldLock): void => {
      // Too late to be used.
      if (outcome) lock.release();
      else end({ value: lock });
    };
    const onAbort = (): void => end({ error: signal.reason });
    const giveUpWaiting = requestLock(locks, name, got);
    const takeOver = (): void => {
      giveUpWaiting();
      stealLock(locks, name, got, () => end({ value: 'again' }));
    };
    const timeout = createReaderTimeout(ports, () => post({ kind: 'ping' }), takeOver);

    listening = (note) => {
      const mine = 'to' in note && note.to === me;
      if (note.kind === 'reading') end({ value: 'again' });
      else if (note.kind === 'over' && (reader === undefined || reader === note.from)) {
        const hold = holdOf(note.hold);
        if (hold) end({ error: hold });
        else if (note.silent === true)
          end({ error: Object.assign(new Error('Another page heard nothing.'), { isSilent: true }) });
        else if (note.unreachable) end({ error: new Error('Another page could not reach the server.') });
        else end({ value: 'over' });
      } else if (note.kind === 'alive' && mine) timeout.isAlive();
      else if (note.kind === 'welcome' && mine && reader === undefined) {
        reader = note.from;
        timeout.isAlive();
        pass(note.frames);
      } else if (note.kind === 'frame' && (reader === undefined || note.from === reader)) {
        timeout.isAlive();
        if (reader !== undefined) pass([note.frame]);
      }
    };
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort);
    post({ kind: 'hello', after, doubt });
    try {
      for (;;) {
        for (let next = frames.shift(); next; next = frames.shift()) yield next;
        if (outcome && 'error' in outcome) throw outcome.error;
        if (outcome) return outcome.value;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      timeout.end();
      signal.removeEventListener('abort', onAbort);
      listening = undefined;
      // What comes from now on is too late.
      outcome ??= { value: 'over' };
      giveUpWaiting();
    }
  }

  return {
    async *events(request, doubt) {
      const { signal } = request;
      let { lastEventId } = request;
      let left = doubt;
      let poll = request.poll;
      const heldMs = held ? held.forMs - msSince(ports, held.since) : 0;
      held = undefined;
      if (heldMs > 0)
        throw Object.assign(new Error('Another page was asked to wait.'), { status: 429, retryAfterMs: heldMs });
      for (;;) {
        let lock = keptLock?.lost() ? undefined : keptLock;
        keptLock = undefined;
        try {
          lock ??= await tryLock(locks, name);
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
          const frames = listen(lastEventId, signal, left);
          left = 'none';
          let result = await frames.next();
          const hasHeard = !result.done;
          try {
            for (; !result.done; result = await frames.next()) {
              yield result.value;
              if (result.value.event === 'ready') poll = result.value.polled;
              lastEventId = result.value.id ?? lastEventId ?? headOf(result.value);
            }
          } finally {
            await frames.return('over');
          }
          if (result.value === 'over') return;
          if (result.value === 'again') continue;
          lock = result.value;
          if (hasHeard) onTakeOver();
        }
        try {
          yield* read(omitUndefined({ ...request, lastEventId, poll }), lock);
          return;
        } finally {
          if (lock !== keptLock) lock.release();
        }
      }
    },
    acknowledged(deliveryId) {
      reading?.kept.acknowledged(deliveryId);
      post({ kind: 'acknowledged', deliveryId });
    },
    close() {
      closed = true;
      letGo();
      channel.close();
    },
  };
}

/** Whether there was no answer: neither a refusal, nor a stream without frames. */
function isUnreachable(error: unknown): boolean {
  return (error as { readonly status?: unknown }).status === undefined && !isLate(error);
}

const isSilent = (error: unknown): boolean => (error as { readonly isSilent?: boolean }).isSilent === true;
const isLate = (error: unknown): boolean => (error as { readonly isLate?: boolean }).isLate === true;

/** Every script of this origin can write to the channel. */
function isFrame(value: unknown): value is TransportFrame {
  if (!isObject(value)) return false;
  const { event, id = '', polled = false } = value as Readonly<Record<string, unknown>>;
  return typeof event === 'string' && typeof id === 'string' && typeof polled === 'boolean';
}

/** What an answer of 429 says, as it can be told to other pages. */
function holdOf(error: unknown): Hold | undefined {
  if (!isObject(error)) return undefined;
  const { status, retryAfterMs, retryAtMs } = error as Partial<Hold>;
  return status === 429
    ? omitUndefined({ status, retryAfterMs: numberOf(retryAfterMs), retryAtMs: numberOf(retryAtMs) })
    : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
