import type { PageRequest } from './page.js';

/** Signs requests with the short-lived tokens of the host's backend. */
export interface SignedIn {
  /** Returns a valid token, reusing it for a while. */
  token(): Promise<string>;
  /** Returns a new token. Sidecard's client decides itself when it needs one. */
  freshToken(): Promise<string>;
  /** Sends a request to the host's own paths, and once more with a new token if the old one is refused. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Reads from the host's paths, and retries until the server can be reached. */
  read<T>(path: string): Promise<T>;
}

/** Tokens live five minutes; renew well before. */
const REUSE_MS = 200_000;

/** Signs the page in as the account in its URL. */
export function signIn({ as, shop, locale }: PageRequest): SignedIn {
  const query = new URLSearchParams({ as, lang: locale, ...(shop ? { shop } : {}) });
  let kept: { readonly token: string; readonly untilMs: number } | undefined;

  async function freshToken(): Promise<string> {
    const response = await fetch(`/demo/token?${query}`, { cache: 'no-store' });
    if (!response.ok) throw new Error(`Sign-in failed with status ${response.status}.`);
    const { token } = (await response.json()) as { token: string };
    kept = { token, untilMs: performance.now() + REUSE_MS };
    return token;
  }

  const token = (): Promise<string> =>
    kept && performance.now() < kept.untilMs ? Promise.resolve(kept.token) : freshToken();

  async function signed(path: string, init: RequestInit = {}): Promise<Response> {
    const once = async (): Promise<Response> => {
      const headers = new Headers(init.headers);
      headers.set('authorization', `Bearer ${await token()}`);
      return fetch(path, { ...init, headers, cache: 'no-store' });
    };
    const response = await once();
    if (response.status !== 401) return response;
    kept = undefined;
    return once();
  }

  return {
    token,
    freshToken,
    fetch: signed,
    async read<T>(path: string): Promise<T> {
      for (let attempt = 0; ; attempt += 1) {
        try {
          const response = await signed(path);
          if (response.ok) return (await response.json()) as T;
          if (response.status < 500) throw new RequestRefusedError(path, response.status);
        } catch (error) {
          if (error instanceof RequestRefusedError) throw error;
        }
        await pause(attempt);
      }
    },
  };
}

/** Retrying does not help. */
class RequestRefusedError extends Error {
  constructor(path: string, status: number) {
    super(`${path} answered ${status}.`);
  }
}

/** Waits before a retry, with exponential backoff and full jitter: 0–0.25 s, 0–0.5 s, … 0–5 s. */
export function pause(attempt: number): Promise<void> {
  const longest = Math.min(5_000, 250 * 2 ** attempt);
  return new Promise((resolve) => setTimeout(resolve, Math.random() * longest));
}
