import type { Ports } from '../ports/ports.types.js';

/** A moment by both clocks of the device. */
export interface Moment {
  /** The wall clock: may be put forward or back. */
  readonly wallMs: number;
  /** The monotonic clock: may stand still while the device sleeps. */
  readonly monotonicMs: number;
}

/** Returns the present moment. */
export function moment({ now, monotonic }: Ports): Moment {
  return { wallMs: now(), monotonicMs: monotonic() };
}

/**
 * Returns how long ago a moment was, in milliseconds. Where the clocks disagree it is the longer time, so that nothing counts as fresh
 * after the device slept.
 */
export function msSince({ now, monotonic }: Ports, { wallMs, monotonicMs }: Moment): number {
  return Math.max(now() - wallMs, monotonic() - monotonicMs);
}
