import type { PageRequest } from './page.js';

/** How the page's host signs requests: its own backend gives short-lived tokens. */
export interface SignedIn {
  /** A token that is good for a while. */
  token(): Promise<string>;
  /** A new one, for Sidecard's client, which keeps its own time. */
  freshToken(): Promise<string>;
  /** A request to the host's own paths; asks for a new token once when the old one is refused. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Reads something of the host's, and tries again until the server is there. */
  read<T>(path: string): Promise<T>;
}

/** Tokens live five minutes; a new one is asked for well before. */
const KEEP_MS = 200_000;

/** Signs the page in as whoever its address names. */
export function signIn({ as, shop, locale }: PageRequest): SignedIn {
  const query = new URLSearchParams({ as, lang: locale, ...(shop ? { shop } : {}) });
  let kept: { readonly token: string; readonly untilMs: number } | undefined;

  async function freshToken(): Promise<string> {
    const response = await fetch(`/demo/token?${query}`, { cache: 'no-store' });
    if (!response.ok) throw new Error(`The sign-in answered ${response.status}.`);
    const { token } = (await response.json()) as { token: string };
    kept = { token, untilMs: performance.now() + KEEP_MS };
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
          if (response.status < 500) throw new NotThere(path, response.status);
        } catch (error) {
          if (error instanceof NotThere) throw error;
        }
        await pause(attempt);
      }
    },
  };
}

/** Waiting does not help. */
class NotThere extends Error {
  constructor(path: string, status: number) {
    super(`${path} answered ${status}.`);
  }
}

/** Waits longer each time, and never together with others: 0–0.25 s, 0–0.5 s, … 0–5 s. */
export function pause(attempt: number): Promise<void> {
  const longest = Math.min(5_000, 250 * 2 ** attempt);
  return new Promise((resolve) => setTimeout(resolve, Math.random() * longest));
}
