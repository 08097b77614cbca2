/** Parses JSON. @returns `undefined` if it is none */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether an answer of this status may be another one later. */
export function isPassing(status: number): boolean {
  return status >= 500 || [408, 425, 429].includes(status);
}

/** What an answer says about when to try again. */
export interface RetryAfter {
  readonly retryAfterMs?: number;
  /** The moment by the server's clock, if it said a date and not what its clock says. Then the other is a guess, by the device's clock. */
  readonly retryAtMs?: number;
}

/**
 * Reads `Retry-After`: seconds, or a date by the server's clock. That is in `Date`, unless the answer is from another origin and its server
 * does not expose it.
 */
export function readRetryAfter(header: (name: string) => string | null, deviceMs: number): RetryAfter {
  const value = header('retry-after');
  if (value === null) return {};
  const seconds = Number(value);
  if (!Number.isNaN(seconds)) return { retryAfterMs: Math.max(0, seconds * 1000) };
  const retryAtMs = Date.parse(value);
  if (Number.isNaN(retryAtMs)) return {};
  const serverMs = Date.parse(header('date') ?? '');
  const retryAfterMs = Math.max(0, retryAtMs - (serverMs || deviceMs));
  return serverMs ? { retryAfterMs } : { retryAfterMs, retryAtMs };
}

/**
 * Returns how long to wait, in milliseconds, if that can be told.
 *
 * @param nowMs - the server's time, if it is known. The device's may be wrong by hours
 */
export function waitOf({ retryAfterMs, retryAtMs }: RetryAfter, nowMs: number | undefined): number | undefined {
  if (typeof retryAtMs !== 'number') return retryAfterMs;
  return nowMs === undefined ? undefined : Math.max(0, retryAtMs - nowMs);
}
