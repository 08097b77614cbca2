import { problemResponse } from './http/respond.js';
import type { SidecardServer } from './options.js';
import { problem } from './wire/problem.js';

/**
 * Returns a handler for a router that leaves its own path in a request's address, such as a route handler of Next.js: what the server gets
 * begins after the prefix. Other addresses are answered with 404.
 *
 * @param prefix - a path, such as `/after-sales`
 * @throws {TypeError} if the prefix does not begin with a slash, or ends with one
 */
export function mountedAt(
  prefix: string,
  server: Pick<SidecardServer, 'fetch'>,
): (request: Request) => Promise<Response> {
  const path = checkedPrefix(prefix);
  return (request) => {
    const url = new URL(request.url);
    if (!url.pathname.startsWith(`${path}/`)) return Promise.resolve(elsewhere());
    url.pathname = url.pathname.slice(path.length);
    return server.fetch(new Request(url, request));
  };
}

/** A prefix as addresses have it. @throws {TypeError} if it does not begin with a slash, or ends with one */
export function checkedPrefix(prefix: string): string {
  if (!/^(\/[^/?#]+)+$/.test(prefix)) throw new TypeError('`prefix` must be a path such as /after-sales.');
  return new URL(prefix, 'http://localhost').pathname;
}

/** The answer to addresses that are not below a prefix. */
export function elsewhere(): Response {
  return problemResponse(problem('not-found', {}, { 'X-Content-Type-Options': 'nosniff' }));
}
