import type { Connection, ConnectionState } from '../model/connection.js';
import { isReady } from '../transport/checks.js';
import type { Tokens } from '../transport/tokens.js';
import type { Tabs } from '../tabs/tabs.js';
import type { TransportFrame } from '../transport/transport.types.js';
import { moment, msSince } from '../util/moment.js';
import { omitUndefined } from '../util/omit-undefined.js';
import { backoffMs, type RetryTimer } from '../util/retry-timer.js';
import { type Position, positionOf, reaches } from '../transport/position.js';

/** A connection that lasted this long counts as stable: the next attempt starts without backoff. */
const STEADY_MS = 5000;
/** Longer than the time between two heartbeats of the server. */
const QUIET_MS = 17_000;
/** Maximum time in which a stream counts as live while it is in doubt. */
const DOUBT_MS = 2000;
/** A connection that is younger is not doubted because another request got no answer. */
const YOUNG_MS = 3000;
/** Spreads the reconnects of clients when a server ends its streams in an orderly way. */
const RECONNECT_SPREAD_MS = 500;

/** What {@link createStream} takes. */
export interface StreamOptions {
  /** Loads what reads the events. */
  readonly source: () => Promise<Tabs['events']>;
  readonly tokens: Tokens;
  readonly retryTimer: RetryTimer;
  readonly closed: AbortSignal;
  /** The server's time, milliseconds since the Unix epoch. */
  readonly now: () => number;
  readonly onServerTime: (ms: number) => void;
  /** Called with the time of a heartbeat, which may have been on its way for long. */
  readonly onHeartbeat: (ms: number) => void;
  readonly onConnection: (connection: Connection) => void;
  /**
   * Called with frames in order, without repetition. `at` is the position of a frame in the log.
   *
   * @returns whether the frame follows the protocol. If a frame of the log does not, the stream is reset, which reloads everything
   */
  readonly onFrame: (frame: TransportFrame, at: Position | undefined) => boolean;
  /** Loads what the stream does not carry: the session, and observed data older than the stream. @returns whether everything was loaded */
  readonly catchUp: () => Promise<boolean>;
}

/** The event stream of one account, open while something retains it. */
export interface Stream {
  /** Opens the stream unless it is open. @returns a function that releases it */
  readonly retain: () => () => void;
  /** Counts how often the caches became invalid. Ignore answers to requests of an earlier epoch. */
  readonly cacheEpoch: () => number;
  /**
   * Whether data read at this position, by a request of that cache epoch, belongs to the current log. Otherwise resets the stream if the
   * log is another one.
   */
  readonly accepts: (at: Position | undefined, cacheEpoch: number) => boolean;
  /** Whether the stream has delivered, and will deliver, everything after this position. */
  readonly covers: (at: Position | undefined) => boolean;
  /** Whether the stream is running and began after this position, so that data in between may be missing. */
  readonly misses: (at: Position | undefined) => boolean;
  /**
   * Replaces a connection that may be dead. Unless another one is live soon, the state is `stale`.
   *
   * @param why - `asleep`: it may have died in a sleep; `unreachable`: another request got no answer; `unseen`: the page was hidden, so
   *   only if nothing was heard for longer than the server is ever silent
   */
  readonly doubt: (why: 'asleep' | 'unreachable' | 'unseen') => void;
  /** Starts over: the content of the caches is invalid. */
  readonly reset: () => void;
}

/** Creates a closed stream. */
export function createStream(options: StreamOptions): Stream {
  const { source, tokens, retryTimer, closed, onFrame, catchUp } = options;
  let users = 0;
  let cacheEpoch = 0;
  /** The last log frame that was read. */
  let cursor: Position | undefined;
  /** Position from which on reading has no gaps. */
  let start: Position | undefined;
  let state: ConnectionState = 'connecting';
  let asOfMs = 0;
  let heard = moment();
  let began = moment();
  let inDoubt = false;
  let doubtTimer: ReturnType<typeof setTimeout> | undefined;
  let stop = (): void => {};
  let disconnect = (): void => {};
  closed.addEventListener('abort', () => stop());

  function show(next: ConnectionState): void {
    // Nothing can be stale before the stream has run once.
    const shown = next === 'stale' && asOfMs === 0 ? 'connecting' : next;
    if (shown === state) return;
    state = shown;
    options.onConnection({ state, asOfMs });
  }

  function endDoubt(): void {
    clearTimeout(doubtTimer);
    doubtTimer = undefined;
  }

  function reset(): void {
    cacheEpoch++;
    cursor = start = undefined;
    show('stale');
    disconnect();
    if (users > 0) void catchUp();
  }

  /** @returns whether the frame is the next one and follows the protocol, or was read before */
  function follow(frame: TransportFrame): boolean {
    const at = positionOf(frame.id);
    if (reaches(cursor, at)) return true;
    if (!at || at.epoch !== cursor?.epoch || at.seq !== cursor.seq + 1) return false;
    cursor = at;
    return onFrame(frame, at);
  }

  /** Reads a connection until it ends. */
  async function read(signal: AbortSignal): Promise<'ended' | 'reset' | 'doubted' | 'broken'> {
    const connection = new AbortController();
    const end = (): void => connection.abort();
    const doubted = inDoubt;
    inDoubt = false;
    signal.addEventListener('abort', end, { signal: connection.signal });
    disconnect = end;
    const epochAtStart = cacheEpoch;
    let head: Position | undefined;
    let caughtUp: boolean | undefined;
    const showLive = (): void => {
      if (!caughtUp || connection.signal.aborted || !reaches(cursor, head)) return;
      endDoubt();
      show('live');
    };
    const begin = ({ data }: TransportFrame): boolean => {
      if (!isReady(data)) throw new TypeError('The first frame is invalid.');
      options.onServerTime(data.serverTimeMs);
      began = moment();
      head = positionOf(data.head);
      if (!head || (cursor && !reaches(head, cursor))) return false;
      if (!cursor) cursor = start = head;
      void catchUp().then((done) => {
        caughtUp = done;
        if (done) showLive();
        else end();
      });
      return true;
    };

    let token: string | undefined;
    try {
      const [events] = await Promise.all([source(), tokens.get().then((current) => (token = current))]);
      const lastEventId = cursor && `${cursor.epoch}.${cursor.seq}`;
      const request = omitUndefined({ token, lastEventId, signal: connection.signal });
      for await (const frame of events(request, doubted)) {
        if (connection.signal.aborted) break;
        heard = moment();
        if (frame.event === 'comment') {
          if (Number(frame.data) > 0) options.onHeartbeat(Number(frame.data));
          asOfMs = options.now();
          continue;
        }
        asOfMs = options.now();
        const fits =
          frame.event === 'ready' ? begin(frame) : frame.event !== 'reset' && (frame.id === undefined || follow(frame));
        if (!fits) {
          reset();
          break;
        }
        if (frame.id === undefined) onFrame(frame, undefined);
        else showLive();
      }
      if (caughtUp === false) return 'broken';
      return cacheEpoch === epochAtStart ? 'ended' : 'reset';
    } catch (error) {
      if ((error as { readonly status?: unknown }).status === 401) tokens.reject(token);
      if (!connection.signal.aborted) show(head ? 'stale' : 'offline');
      if (cacheEpoch !== epochAtStart) return 'reset';
      return inDoubt ? 'doubted' : 'broken';
    } finally {
      connection.abort();
    }
  }

  async function run(signal: AbortSignal): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      const started = moment();
      const outcome = await read(signal);
      if (signal.aborted) return;
      const steady = msSince(started) >= STEADY_MS;
      if (steady) attempt = 0;
      if (state === 'live' && (attempt > 0 || outcome === 'broken')) show('stale');
      const soon = attempt === 0 && outcome !== 'broken';
      const waitMs = soon
        ? outcome === 'reset' || (outcome === 'doubted' && steady)
          ? 0
          : Math.random() * RECONNECT_SPREAD_MS
        : backoffMs(attempt);
      if (await retryTimer.wait(waitMs)) attempt = -1;
      if (signal.aborted) return;
    }
  }

  return {
    retain() {
      if (closed.aborted) return () => {};
      if (users++ === 0) {
        const controller = new AbortController();
        stop = () => {
          controller.abort();
          endDoubt();
          show('stale');
        };
        void run(controller.signal);
      }
      let retained = true;
      return () => {
        if (retained && --users === 0) stop();
        retained = false;
      };
    },
    cacheEpoch: () => cacheEpoch,
    accepts(at, epochAtRequest) {
      if (epochAtRequest !== cacheEpoch) return false;
      if (!start || !at || at.epoch === start.epoch) return true;
      reset();
      return false;
    },
    covers: (at) => start !== undefined && reaches(at, start),
    doubt(why) {
      const live = state === 'live';
      if (why === 'asleep' ? users === 0 : !live) return;
      if (why === 'unseen' && msSince(heard) < QUIET_MS) return;
      if (why === 'unreachable' && msSince(began) < YOUNG_MS) return;
      inDoubt = true;
      doubtTimer ??= setTimeout(() => state === 'live' && show('stale'), DOUBT_MS);
      disconnect();
    },
    misses: (at) => start !== undefined && at !== undefined && !reaches(at, start),
    reset,
  };
}
