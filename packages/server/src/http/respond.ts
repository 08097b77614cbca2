import type { ProblemError } from '../wire/problem.js';

/** Answers are private and must not be cached. */
const HEADERS = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' };

/** Makes a JSON response. */
export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { ...HEADERS, ...headers } });
}

/** Makes a response without content. */
export function noContent(): Response {
  return new Response(null, { status: 204, headers: { 'Cache-Control': 'no-store' } });
}

/** Creates a problem's response: the same bytes for the same problem. */
export function problemResponse({ problem, headers }: ProblemError): Response {
  return json(problem, problem.status, { 'Content-Type': 'application/problem+json', ...headers });
}

/** Creates the response to a write. A replayed one differs only by a header. */
export function written(
  { replayed }: { readonly replayed: boolean },
  body: unknown,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return json(body, status, { ...headers, ...(replayed ? { 'Idempotent-Replayed': 'true' } : {}) });
}
