import type { CommandBody, TicketView } from '@sidecard/core/wire';

type Fetch = (request: Request) => Promise<Response>;

/** A shop's own backend as Sidecard's caller: it uses the public interface, as a real one would; only the network in between is left out. */
export interface Backend {
  /** Reads something. @returns `undefined` when there is none */
  read<T>(path: string): Promise<T | undefined>;
  /**
   * Sends a command to a ticket as it was read. When the ticket has moved on meanwhile nothing is done, and the caller looks again.
   *
   * @param key - the same each time: what got no answer is not done twice
   * @returns whether it was done
   */
  send(ticket: Pick<TicketView, 'id' | 'version'>, command: CommandBody, key: string): Promise<boolean>;
}

/**
 * Connects a shop's backend.
 *
 * @param fetch - Sidecard's handler
 * @param getToken - signs a service token of the shop
 */
export function connectBackend(fetch: Fetch, getToken: () => Promise<string>): Backend {
  async function call(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${await getToken()}`);
    headers.set('content-type', 'application/json');
    return fetch(new Request(`http://sidecard.internal${path}`, { ...init, headers }));
  }

  return {
    async read<T>(path: string) {
      const response = await call(path);
      return response.ok ? ((await response.json()) as T) : undefined;
    },
    async send({ id, version }, command, key) {
      const response = await call(`/v1/tickets/${encodeURIComponent(id)}/commands`, {
        method: 'POST',
        headers: { 'idempotency-key': key },
        body: JSON.stringify({ version, ...command }),
      });
      return response.ok;
    },
  };
}
