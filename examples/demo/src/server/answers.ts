/** Answers of the demo's own paths. Those of Sidecard are made by `@sidecard/server`. */

/** JSON that nothing keeps. */
export function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' },
  });
}

/** A refusal with a word about it. */
export function refusal(status: number, error: string): Response {
  return json({ error }, status);
}

/** A body that is JSON and short, or `undefined`. */
export async function jsonFrom(request: Request, maxBytes: number): Promise<unknown> {
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > maxBytes) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}
