import type { Ports } from '../ports/ports.types.js';

/**
 * The server's time: what it was when it was last told, plus what the device's monotonic clock has counted since. The device's wall clock
 * may be wrong by hours, and may be put right at any moment.
 */
export interface Clock {
  /** Returns the server's time, milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** Returns the same, or `undefined` until the server has told its time. */
  readonly known: () => number | undefined;
  /** Sets the server's time as of now. */
  readonly set: (serverTimeMs: number) => void;
  /**
   * Corrects the time by a message that may have been on its way for long. It only puts the time forward: a monotonic clock may stand still
   * while the device sleeps.
   */
  readonly atLeast: (serverTimeMs: number) => void;
}

/** Creates a clock that uses the device's time until {@link Clock.set} is called. */
export function createClock({ now: wall, monotonic }: Ports): Clock {
  let offsetMs = wall() - monotonic();
  let isKnown = false;
  const now = (): number => Math.round(offsetMs + monotonic());
  const set = (serverTimeMs: number): void => {
    offsetMs = serverTimeMs - monotonic();
    isKnown = true;
  };
  return {
    now,
    known: () => (isKnown ? now() : undefined),
    set,
    atLeast(serverTimeMs) {
      if (serverTimeMs > now()) set(serverTimeMs);
    },
  };
}
