/** The server's time, computed from this device's clock, which may be wrong by hours. */
export interface Clock {
  /** Returns the server's time, milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** Sets the server's time as of now. */
  readonly set: (serverTimeMs: number) => void;
}

/** Creates a clock that uses the device's time until {@link Clock.set} is called. */
export function createClock(): Clock {
  let offsetMs = 0;
  return {
    now: () => Date.now() + offsetMs,
    set(serverTimeMs) {
      offsetMs = Math.round(serverTimeMs - Date.now());
    },
  };
}
