import type { Frames } from '@sidecard/core';
import { backoffMs, type Bell } from '../bell.js';
import type { Connection, ConnectionState, Transport, TransportFrame } from '../client.types.js';
import { given } from '../given.js';
import type { Tokens } from '../tokens.js';
import { type Position, positionOf, reaches } from './position.js';

/** After this long a connection counts as having been good: the next attempt begins at once. */
const STEADY_MS = 5000;
/** Spreads those who come back when a server ends its streams in good order. */
const RETURN_MS = 500;

/** What the stream works with. */
export interface StreamOptions {
  readonly transport: Transport;
  readonly tokens: Tokens;
  readonly bell: Bell;
  readonly closed: AbortSignal;
  /** The server's time, milliseconds since the Unix epoch. */
  readonly now: () => number;
  readonly onServerTime: (ms: number) => void;
  readonly onConnection: (connection: Connection) => void;
  /** A frame, in order and never twice; `at` is its place, if it is part of the log. */
  readonly onFrame: (frame: TransportFrame, at: Position | undefined) => void;
  /** Loads what the stream does not bring: the session, and what is shown but older than the stream. @returns whether all is loaded */
  readonly catchUp: () => Promise<boolean>;
}

/** The event stream of one account, open while anybody holds it. */
export interface Stream {
  /** @returns lets go */
  readonly hold: () => () => void;
  /** Counts how often what is known became worthless; answers to requests from before are not to be trusted. */
  readonly generation: () => number;
  /** Whether something read at this place, by a request of that generation, is of the present stream. If not, all is loaded anew. */
  readonly accepts: (at: Position | undefined, generation: number) => boolean;
  /** Whether the stream has brought, and will bring, all that happened after this place. */
  readonly covers: (at: Position | undefined) => boolean;
  /** Whether the stream runs and began after this place, so that something may have happened between them. */
  readonly misses: (at: Position | undefined) => boolean;
  /** What is known is worth nothing any more: begins anew. */
  readonly lose: () => void;
}

/** Makes a closed stream. */
export function createStream(options: StreamOptions): Stream {
  const { transport, tokens, bell, closed, onFrame, catchUp } = options;
  let holders = 0;
  let generation = 0;
  /** The last frame seen. */
  let cursor: Position | undefined;
  /** Where gapless reading began. */
  let start: Position | undefined;
  let state: ConnectionState = 'connecting';
  let asOfMs = 0;
  let stop = (): void => {};
  let cut = (): void => {};
  closed.addEventListener('abort', () => stop());

  function show(next: ConnectionState): void {
    // until it ran once there is nothing that could be stale
    const shown = next === 'stale' && asOfMs === 0 ? 'connecting' : next;
    if (shown === state) return;
    state = shown;
    options.onConnection({ state, asOfMs });
  }

  function lose(): void {
    generation++;
    cursor = start = undefined;
    show('stale');
    cut();
    if (holders > 0) void catchUp();
  }

  /** @returns whether the frame is the next one, or one that is known already */
  function follow(frame: TransportFrame): boolean {
    const at = positionOf(frame.id);
    if (reaches(cursor, at)) return true;
    if (!at || at.epoch !== cursor?.epoch || at.seq !== cursor.seq + 1) return false;
    cursor = at;
    onFrame(frame, at);
    return true;
  }

  /** Reads one connection to its end. */
  async function read(signal: AbortSignal): Promise<'ended' | 'lost' | 'broken'> {
    const own = new AbortController();
    const end = (): void => own.abort();
    signal.addEventListener('abort', end, { signal: own.signal });
    cut = end;
    const begun = generation;
    let head: Position | undefined;
    let caughtUp: boolean | undefined;
    const settle = (): void => {
      if (caughtUp && !own.signal.aborted && reaches(cursor, head)) show('live');
    };
    const begin = (frame: TransportFrame): boolean => {
      const ready = frame.data as Frames['ready'];
      options.onServerTime(ready.serverTimeMs);
      head = positionOf(ready.head);
      if (!head || (cursor && !reaches(head, cursor))) return false;
      if (!cursor) cursor = start = head;
      void catchUp().then((done) => {
        caughtUp = done;
        if (done) settle();
        else end();
      });
      return true;
    };

    let token: string | undefined;
    try {
      token = await tokens.get();
      const lastEventId = cursor && `${cursor.epoch}.${cursor.seq}`;
      const request = given({ token, lastEventId, signal: own.signal });
      for await (const frame of transport.events(request)) {
        if (own.signal.aborted) break;
        asOfMs = options.now();
        if (frame.event === 'comment') continue;
        const fits =
          frame.event === 'ready' ? begin(frame) : frame.event !== 'reset' && (frame.id === undefined || follow(frame));
        if (!fits) {
          lose();
          break;
        }
        if (frame.id === undefined) onFrame(frame, undefined);
        else settle();
      }
      if (caughtUp === false) return 'broken';
      return generation === begun ? 'ended' : 'lost';
    } catch (error) {
      if ((error as { readonly status?: unknown }).status === 401) tokens.spent(token);
      if (!own.signal.aborted) show(head ? 'stale' : 'offline');
      return generation === begun ? 'broken' : 'lost';
    } finally {
      own.abort();
    }
  }

  async function run(signal: AbortSignal): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      const begunMs = Date.now();
      const how = await read(signal);
      if (signal.aborted) return;
      if (Date.now() - begunMs >= STEADY_MS) attempt = 0;
      if (state === 'live' && (attempt > 0 || how === 'broken')) show('stale');
      const soon = attempt === 0 && how !== 'broken';
      const waitMs = soon ? (how === 'lost' ? 0 : Math.random() * RETURN_MS) : backoffMs(attempt);
      if (await bell.wait(waitMs)) attempt = -1;
      if (signal.aborted) return;
    }
  }

  return {
    hold() {
      if (closed.aborted) return () => {};
      if (holders++ === 0) {
        const controller = new AbortController();
        stop = () => {
          controller.abort();
          show('stale');
        };
        void run(controller.signal);
      }
      let held = true;
      return () => {
        if (held && --holders === 0) stop();
        held = false;
      };
    },
    generation: () => generation,
    accepts(at, asked) {
      if (asked !== generation) return false;
      if (!start || !at || at.epoch === start.epoch) return true;
      lose();
      return false;
    },
    covers: (at) => start !== undefined && reaches(at, start),
    misses: (at) => start !== undefined && at !== undefined && !reaches(at, start),
    lose,
  };
}
