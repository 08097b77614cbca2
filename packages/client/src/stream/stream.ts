import type { LazyPart } from '../util/lazy-part.js';
import { type Moment, moment } from '../util/moment.js';
import { type Position, reaches } from '../transport/position.js';
import type { Ports } from '../ports/ports.types.js';
import type { Connecting } from './connect.js';
import type { DriverOptions } from './driver.js';

/** What {@link createStream} takes. */
export interface StreamOptions extends Pick<DriverOptions, 'catchUp'> {
  readonly ports: Ports;
  /** Loads with the first retention. */
  readonly connecting: LazyPart<Connecting>;
  readonly closed: AbortSignal;
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
   * @param why - `asleep`: it may have died in a sleep; `unreachable`: another request got no answer; `unanswered`: it has none yet;
   *   `unseen`: the page was hidden; `shared`: another page that it feeds doubts it; `taken-over`: this page reads now in place of
   *   another one. Then the connection is being replaced
   */
  readonly doubt: (why: 'asleep' | 'unreachable' | 'unanswered' | 'unseen' | 'shared' | 'taken-over') => void;
  /** Starts over: the content of the caches is invalid. */
  readonly reset: () => void;
  /** The server has answered another request: what was read with it is from now, until a stream tells more. */
  readonly answered: () => void;
  /** When that was. */
  readonly firstAnswer: () => Moment | undefined;
  /** The content of the caches is invalid: the log is another one, or has a gap. */
  readonly forget: () => void;
}

/** Creates a closed stream. What reads it loads when it is first retained: see `driver.ts`. */
export function createStream({ ports, connecting, closed, catchUp }: StreamOptions): Stream {
  let users = 0;
  let isLoading = false;
  let cacheEpoch = 0;
  let firstAnswer: Moment | undefined;
  const driver = () => connecting.loaded()?.driver;
  /** Position from which on reading has no gaps. */
  const start = (): Position | undefined => driver()?.start();

  /** Loads what connects, once. */
  function load(): void {
    if (isLoading) return;
    isLoading = true;
    connecting.use((loaded) => {
      if (users > 0 && !closed.aborted) loaded.driver.retain();
    });
  }

  function forget(): void {
    cacheEpoch++;
    if (users > 0) void catchUp();
  }

  function reset(): void {
    const reading = driver();
    if (reading) reading.reset();
    else forget();
  }

  return {
    retain() {
      if (closed.aborted) return () => {};
      if (users++ === 0) driver()?.retain();
      load();
      let retained = true;
      return () => {
        if (retained && --users === 0) driver()?.release();
        retained = false;
      };
    },
    cacheEpoch: () => cacheEpoch,
    accepts(at, epochAtRequest) {
      if (epochAtRequest !== cacheEpoch) return false;
      const from = start();
      if (!from || !at || at.epoch === from.epoch) return true;
      reset();
      return false;
    },
    covers(at) {
      const from = start();
      return from !== undefined && reaches(at, from);
    },
    misses(at) {
      const from = start();
      return from !== undefined && at !== undefined && !reaches(at, from);
    },
    doubt: (why) => driver()?.doubt(why),
    reset,
    answered: () => void (firstAnswer ??= moment(ports)),
    firstAnswer: () => firstAnswer,
    forget,
  };
}
