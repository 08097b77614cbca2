/** The server's time by this device's clock, which may be wrong by hours. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** The server has just said what time it is. */
  readonly set: (serverTimeMs: number) => void;
}

/** Makes a clock that trusts the device until the server speaks. */
export function createClock(): Clock {
  let aheadMs = 0;
  return {
    now: () => Date.now() + aheadMs,
    set(serverTimeMs) {
      aheadMs = serverTimeMs - Date.now();
    },
  };
}
