import type { Ports } from '../ports/ports.types.js';
import { moment, msSince } from '../util/moment.js';

/** How long a reading page may take to answer a newcomer: it may be hung or frozen. Then another page takes over. */
const ANSWER_MS = 3000;
/** How long a reading page may be silent. The server sends something every 15 seconds. */
const SILENCE_MS = 20_000;
/** How often a visible page asks whether the reading page answers, and how long that may take. */
const PING_MS = 2000;
const PONG_MS = 1000;
/** A timer that is later shows that this page itself was blocked: what others said in the meantime has yet to arrive. */
const LATE_MS = 500;

/** How long a page waits for the page that reads. */
export interface ReaderTimeout {
  /** The page that reads has said something. */
  readonly isAlive: () => void;
  readonly end: () => void;
}

/**
 * Waits for the page that reads to say something.
 *
 * @param ping - asks it to
 * @param takeOver - called when it does not answer
 */
export function createReaderTimeout(ports: Ports, ping: () => void, takeOver: () => void): ReaderTimeout {
  let cancel = (): void => {};

  function ask(): void {
    ping();
    wait(PONG_MS, takeOver);
  }

  function wait(ms: number, then: () => void): void {
    cancel();
    const began = moment(ports);
    // Pages that time out together must not take the lock from each other.
    const jitteredMs = ms * (1 + ports.random() / 2);
    cancel = ports.after(jitteredMs, () => (msSince(ports, began) > jitteredMs + LATE_MS ? ask() : then()));
  }

  wait(ANSWER_MS, takeOver);
  return {
    // Timers of hidden pages are slow.
    isAlive: () => wait(ports.isHidden() ? SILENCE_MS : PING_MS, ask),
    end: () => cancel(),
  };
}
