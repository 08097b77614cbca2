import type { ClientError, ClientErrorCode } from '../model/client-error.js';
import type { Transport } from './transport.types.js';

/** Maximum length of what is quoted of a server. */
const LONGEST = 300;

/** What to do, by code. `where` names the server. */
const WORDS: Readonly<Record<ClientErrorCode, (where: string) => string>> = {
  'token-missing': (where) =>
    `${where} asks for a token. Pass \`getToken\` to createClient: it returns a token that your own backend signs.`,
  'token-failed': () =>
    '`getToken` failed, returned no token, or took longer than 15 seconds. Check the address of your own backend that it calls, and what that answers. The cause is in `error.cause`.',
  'token-refused': (where) =>
    `${where} refuses the token of \`getToken\`, also a fresh one. Check that your backend signs it with a key that the server knows, with the \`iss\` and \`aud\` that the server expects, that \`exp\` is ahead by the server’s clock, and that \`sub\`, \`party\` and \`merchantId\` are there.`,
  'server-unreachable': (where) =>
    `${where} has not answered, although this device has a network. Check \`url\`, that the server runs, and that its \`allowedOrigins\` name the origin of this page. A page on https reaches only servers on https. Content-Security-Policy: \`connect-src\`.`,
  'not-sidecard': (where) =>
    `${where} answers, but not as a Sidecard server does. Check \`url\`: it is the address before \`/v1\`, and a proxy must pass \`/v1\` on unchanged.`,
};

/** Creates the error of a set-up that cannot work. */
export function setupError(
  code: ClientErrorCode,
  { name, url }: Pick<Transport, 'name' | 'url'>,
  cause: unknown,
): ClientError {
  const address = url === undefined ? name : resolved(url);
  const where = address ? `The server at ${address}` : 'The server';
  const { body, detail = body?.detail } = (cause ?? {}) as {
    readonly detail?: unknown;
    readonly body?: { readonly detail?: unknown } | null;
  };
  const quoted =
    typeof detail === 'string' ? ` It says: “${detail.replaceAll(/\p{C}+/gu, ' ').slice(0, LONGEST)}”` : '';
  return Object.assign(new Error(WORDS[code](where) + quoted, { cause }), { code });
}

/** Returns the address that is asked: a page resolves what is not absolute. */
function resolved(url: string): string {
  if (/^https?:\/\//i.test(url)) return url;
  let asked = url;
  try {
    asked = new Request(`${url}/v1`).url.slice(0, -'/v1'.length);
  } catch {
    // Node resolves nothing.
  }
  return /^(\.*\/|$)/.test(url) ? asked : `${asked} (\`url\` is “${url}”, without \`https://\` or \`http://\`)`;
}
