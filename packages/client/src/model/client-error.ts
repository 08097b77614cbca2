/**
 * What is wrong with a set-up:
 *
 * - `token-missing`: the server asks for a token, and there is no `getToken`.
 * - `token-failed`: `getToken` rejects, throws, returns no token, or takes too long, twice in a row, and has never returned one.
 * - `token-refused`: the server answers 401, also to a token that `getToken` has just returned.
 * - `server-unreachable`: nothing has answered twice in a row, and nothing has before, although the device has a network: a wrong address, a server that does not run, or one
 *   that does not allow the page's origin.
 * - `not-sidecard`: what answers is not a Sidecard server, such as a web page, twice in a row.
 */
export type ClientErrorCode =
  | 'token-missing'
  | 'token-failed'
  | 'token-refused'
  | 'server-unreachable'
  | 'not-sidecard';

/** An error of set-up. Its `message` says what to do, in English, for developers. */
export interface ClientError extends Error {
  readonly code: ClientErrorCode;
  /** What `getToken` or `fetch` threw; or the server's problem (RFC 9457), whose `detail` is quoted in `message`. */
  readonly cause?: unknown;
}
