import type { ClientErrorCode } from '../model/client-error.js';
import { isProblem } from '../transport/checks.js';

/**
 * Says what is wrong with a set-up whose event stream is refused again and again.
 *
 * @param error - of a transport: `status`, and `body` if it tells: `null` if that is no JSON
 * @returns `undefined` if a Sidecard server refuses it for a reason that other requests tell
 */
export function setupErrorOf(error: unknown, token: string | undefined): ClientErrorCode | undefined {
  const { status, body } = error as { readonly status?: unknown; readonly body?: unknown };
  if (status === 401 && (body === undefined || isProblem(body)))
    return token === undefined ? 'token-missing' : 'token-refused';
  return isProblem(body) ? undefined : 'not-sidecard';
}
