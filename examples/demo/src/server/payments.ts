import { createClient, httpTransport, type Client } from '@sidecard/client';
import type { TicketView } from '@sidecard/core';

/** How long the shop's bank takes, in milliseconds. */
const TRANSFER_MS = 2_500;

/**
 * A stand-in for the shop's payment system: it sees what is to be paid, pays it, and reports that it did. It is a client of Sidecard's
 * public interface like any other, with a token of the host's backend; only the network in between is left out.
 *
 * @param fetch - Sidecard's handler
 * @param getToken - signs a service token
 * @returns stops it
 */
export function startPayments(
  fetch: (request: Request) => Promise<Response>,
  getToken: () => Promise<string>,
): () => void {
  const client = createClient({
    transport: httpTransport({
      url: 'http://sidecard.internal',
      fetch: (input, init) => fetch(new Request(input, init)),
    }),
    getToken,
  });
  const transfers = new Map<string, ReturnType<typeof setTimeout>>();
  const stopWatching = client.tickets.subscribe((tickets) => {
    for (const ticket of tickets.values()) {
      if (ticket.settlement !== 'pending' || transfers.has(ticket.id)) continue;
      transfers.set(
        ticket.id,
        setTimeout(() => void pay(client, ticket).finally(() => transfers.delete(ticket.id)), TRANSFER_MS),
      );
    }
  });
  return () => {
    stopWatching();
    for (const transfer of transfers.values()) clearTimeout(transfer);
    client.close();
  };
}

async function pay(client: Client, { id, version }: TicketView): Promise<void> {
  // A refusal means that somebody was faster, or that the ticket has moved: the next look at it decides anew.
  await client.send(id, { command: 'record-settlement', choice: 'succeeded', version });
}
