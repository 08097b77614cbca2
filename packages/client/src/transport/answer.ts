/** Parses JSON. @returns `undefined` if it is none */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads a `Retry-After` header: seconds or a date. */
export function readRetryAfter(header: string | null): number | undefined {
  const ms = Number(header) * 1000 || Date.parse(header ?? '') - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
