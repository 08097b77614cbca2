/** Parses JSON. @returns `undefined` if it is none */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Reads a `Retry-After` header: seconds, or a date by the server's clock.
 *
 * @param date - the answer's `Date` header, if it can be read
 */
export function readRetryAfter(header: string | null, date: string | null): number | undefined {
  const nowMs = Date.parse(date ?? '') || Date.now();
  const ms = Number(header) * 1000 || Date.parse(header ?? '') - nowMs;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
