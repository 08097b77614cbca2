import type { Party, Policy } from '@sidecard/core';
import type { Ticket } from '@sidecard/core/authoring';
import { actorFor, project } from '@sidecard/core/server';
import type { Audience, StaffMessage, StaffMessageView, TicketView } from '@sidecard/core/wire';
import type { ServerContext } from '../context/context.js';

/** What a projection needs besides the ticket. */
export interface ViewContext {
  readonly types: ServerContext['types'];
  readonly policy: Policy;
  readonly now: number;
}

/** Projects a ticket for a reader. The host's backend gets the same facts as staff but no actions: it does not show buttons. */
export function viewFor(
  ticket: Ticket,
  related: readonly Ticket[],
  reader: { readonly audience: Audience; readonly party?: Party },
  { types, policy, now }: ViewContext,
): TicketView {
  const view = project(ticket, reader.audience, { types, policy, now, related });
  return reader.party === 'host' ? { ...view, actions: [] } : view;
}

/** Projects a staff message for its readers. Never call it for anyone else. */
export function messageViewFor(message: StaffMessage, audience: Audience): StaffMessageView {
  return { ...message, by: actorFor(message.by, audience) };
}
