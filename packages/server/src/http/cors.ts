const METHODS = 'GET, POST, PUT, PATCH, DELETE';
const REQUEST_HEADERS = 'Authorization, Content-Type, Idempotency-Key, Last-Event-ID';
const RESPONSE_HEADERS = 'Date, Idempotent-Replayed, Retry-After, Location';

/** Returns the headers that let a page of another origin read an answer. No cookies are used, so none are allowed. */
export function corsHeaders(request: Request, allowed: readonly string[] | '*'): Readonly<Record<string, string>> {
  const origin = request.headers.get('origin');
  if (allowed === '*') return { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': RESPONSE_HEADERS };
  // The answer depends on the origin, also for origins that are not allowed.
  const vary = allowed.length > 0 ? { Vary: 'Origin' } : {};
  if (!origin || !allowed.includes(origin)) return vary;
  return { 'Access-Control-Allow-Origin': origin, 'Access-Control-Expose-Headers': RESPONSE_HEADERS, ...vary };
}

/** Answers a browser's preflight, identically for every path, because it has no token. */
export function preflight(request: Request, allowed: readonly string[] | '*'): Response {
  const headers = new Headers(corsHeaders(request, allowed));
  if (headers.has('Access-Control-Allow-Origin')) {
    headers.set('Access-Control-Allow-Methods', METHODS);
    headers.set('Access-Control-Allow-Headers', REQUEST_HEADERS);
    headers.set('Access-Control-Max-Age', '600');
  }
  return new Response(null, { status: 204, headers });
}
