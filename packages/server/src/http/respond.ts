import type { ProblemError } from '../wire/problem.js';

/** Answers are private, so nobody may cache them. */
const HEADERS = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' };

/** Makes a JSON response. */
export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { ...HEADERS, ...headers } });
}

/** Makes a response without content. */
export function noContent(): Response {
  return new Response(null, { status: 204, headers: { 'Cache-Control': 'no-store' } });
}

/** Makes the response of a problem: the same bytes for the same problem. */
export function problemResponse({ problem, headers }: ProblemError): Response {
  return json(problem, problem.status, { 'Content-Type': 'application/problem+json', ...headers });
}

/** Makes the response to a write. A replayed one says so in a header, and is the same otherwise. */
export function written(
  { replayed }: { readonly replayed: boolean },
  body: unknown,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return json(body, status, { ...headers, ...(replayed ? { 'Idempotent-Replayed': 'true' } : {}) });
}
