import type { OrderFactInput } from '@sidecard/core';
import type { CommandBody, TicketView } from '@sidecard/core/wire';

type Fetch = (request: Request) => Promise<Response>;

/** A shop's backend. It calls Sidecard's public API as a real one would, in process instead of over the network. */
export interface Backend {
  /** Reads a resource. @returns `undefined` if it does not exist */
  read<T>(path: string): Promise<T | undefined>;
  /** Sends any other request. @returns the answer; `undefined` if it was refused */
  write<T>(method: 'PUT' | 'POST', path: string, body?: object): Promise<T | undefined>;
  /**
   * Sends a command for the version of the ticket that the caller has read. If the ticket has changed since, nothing happens.
   *
   * @param key - idempotency key: reuse it to retry a command that got no response
   * @returns whether the command was accepted
   */
  send(ticket: Pick<TicketView, 'id' | 'version'>, command: CommandBody, key: string): Promise<boolean>;
  /** Reports a fact about an order. An order without tickets is unknown to Sidecard, which looks it up when it has one. */
  report(orderId: string, fact: OrderFactInput, key: string): Promise<void>;
}

/**
 * Connects a shop's backend.
 *
 * @param fetch - Sidecard's handler
 * @param getToken - returns a service token of the shop
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
    async write<T>(method: 'PUT' | 'POST', path: string, body?: object) {
      const response = await call(path, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
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
    async report(orderId, fact, key) {
      await call(`/v1/orders/${encodeURIComponent(orderId)}/facts`, {
        method: 'POST',
        headers: { 'idempotency-key': key },
        body: JSON.stringify({ facts: [fact] }),
      });
    },
  };
}
