import type { Client } from '@sidecard/client';

/** An open panel: whose client, and which ticket. */
interface Shown {
  readonly client: Client;
  readonly ticketId: string;
}

const panels = new Set<Shown>();
const listeners = new Set<() => void>();

/** Notes that a panel shows a ticket, until the result is called. */
export function showTicket(panel: Shown): () => void {
  panels.add(panel);
  notify();
  return () => {
    panels.delete(panel);
    notify();
  };
}

/** Whether a panel of a client shows a ticket. */
export function isTicketShown(client: Client | undefined, ticketId: string): boolean {
  return [...panels].some((panel) => panel.client === client && panel.ticketId === ticketId);
}

/** Calls back when a panel opens or closes, for cards: there are thousands, and few of them change. @returns what stops it */
export function onTicketShown(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function notify(): void {
  for (const listener of listeners) listener();
}
