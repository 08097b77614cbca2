import type { Client } from '@sidecard/client';
import type { ReactiveElement } from '@lit/reactive-element';
import { showTicket } from '../controllers/shown-tickets.js';

/** Marks the cards of a panel's ticket while the panel is open. */
export function markCard(
  panel: ReactiveElement & { readonly open: boolean; readonly ticketId: string },
  source: { readonly client: Client | undefined },
): void {
  let marked: Parameters<typeof showTicket>[0] | undefined;
  let stop: (() => void) | undefined;
  const unmark = (): void => {
    stop?.();
    stop = marked = undefined;
  };
  panel.addController({
    hostUpdated() {
      const { open, ticketId } = panel;
      const { client } = source;
      if (open && marked?.client === client && marked?.ticketId === ticketId) return;
      unmark();
      if (!open || !client || !panel.isConnected) return;
      marked = { client, ticketId };
      stop = showTicket(marked);
    },
    hostDisconnected: unmark,
  });
}
