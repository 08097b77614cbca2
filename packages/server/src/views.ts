import {
  actorFor,
  project,
  type Audience,
  type Party,
  type Policy,
  type StaffMessage,
  type StaffMessageView,
  type Ticket,
  type TicketView,
} from '@sidecard/core';
import type { Services } from './services.js';

/** What a projection is made with, beside the ticket. */
export interface ViewContext {
  readonly types: Services['types'];
  readonly policy: Policy;
  readonly now: number;
}

/** What a party may see of a ticket. The host's backend gets the facts that staff get, and no offers: its moves are not buttons. */
export function viewFor(
  ticket: Ticket,
  related: readonly Ticket[],
  reader: { readonly audience: Audience; readonly party?: Party },
  { types, policy, now }: ViewContext,
): TicketView {
  const view = project(ticket, reader.audience, { types, policy, now, related });
  return reader.party === 'host' ? { ...view, actions: [] } : view;
}

/** A staff message as its readers get it. Nobody else ever does. */
export function messageViewFor(message: StaffMessage, audience: Audience): StaffMessageView {
  return { ...message, by: actorFor(message.by, audience) };
}
