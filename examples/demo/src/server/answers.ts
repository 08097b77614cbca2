/** Responses of the demo's own paths. `@sidecard/server` answers those of Sidecard. */

/** Returns an uncached JSON response. */
export function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' },
  });
}

/** Returns an error response. */
export function refusal(status: number, error: string): Response {
  return json({ error }, status);
}

/** Parses a JSON body of at most `maxBytes`. Returns `undefined` if it is too long or not JSON. */
export async function jsonFrom(request: Request, maxBytes: number): Promise<unknown> {
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > maxBytes) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}
