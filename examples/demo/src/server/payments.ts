import type { TicketPage, TicketView } from '@sidecard/core';

type Fetch = (request: Request) => Promise<Response>;

/** How often the shop's books are looked through, in milliseconds. */
const LOOK_MS = 1_000;
/** How long the shop's bank takes, in milliseconds. */
const TRANSFER_MS = 2_500;

/**
 * A stand-in for a shop's payment system: it sees what is to be paid, pays it, and reports that it did. It uses Sidecard's public interface
 * with a token of the host's backend, as a real one would; only the network in between is left out. A backend asks now and then: event
 * streams are for people.
 *
 * @param fetch - Sidecard's handler
 * @param getToken - signs a service token
 * @returns stops it
 */
export function startPayments(fetch: Fetch, getToken: () => Promise<string>): () => void {
  /** When each transfer will have arrived. */
  const transfers = new Map<string, number>();
  let looking = false;

  async function call(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${await getToken()}`);
    headers.set('content-type', 'application/json');
    return fetch(new Request(`http://sidecard.internal${path}`, { ...init, headers }));
  }

  async function look(): Promise<void> {
    const response = await call('/v1/tickets?open=false&limit=50');
    if (!response.ok) return;
    const { tickets } = (await response.json()) as TicketPage;
    for (const ticket of tickets.filter(({ settlement }) => settlement === 'pending')) {
      const arrives = transfers.get(ticket.id);
      if (arrives === undefined) transfers.set(ticket.id, Date.now() + TRANSFER_MS);
      else if (Date.now() >= arrives) await report(ticket);
    }
  }

  async function report({ id, version }: TicketView): Promise<void> {
    // The same key each time: a report that got no answer is not made twice.
    const response = await call(`/v1/tickets/${encodeURIComponent(id)}/commands`, {
      method: 'POST',
      headers: { 'idempotency-key': `paid-${id}-${version}` },
      body: JSON.stringify({ command: 'record-settlement', choice: 'succeeded', version }),
    });
    if (response.ok) transfers.delete(id);
  }

  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    look()
      .catch((error: unknown) => console.error(error))
      .finally(() => (looking = false));
  }, LOOK_MS);
  return () => clearInterval(timer);
}
