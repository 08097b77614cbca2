/** A moment by both clocks of the device. */
export interface Moment {
  /** `Date.now()`: may be put forward or back. */
  readonly wallMs: number;
  /** `performance.now()`: may stand still while the device sleeps. */
  readonly monotonicMs: number;
}

/** Returns the present moment. */
export function moment(): Moment {
  return { wallMs: Date.now(), monotonicMs: performance.now() };
}

/**
 * Returns how long ago a moment was, in milliseconds. Where the clocks disagree it is the longer time, so that nothing counts as fresh
 * after the device slept.
 */
export function msSince({ wallMs, monotonicMs }: Moment): number {
  return Math.max(Date.now() - wallMs, performance.now() - monotonicMs);
}
