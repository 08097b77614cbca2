import type { Ticket } from '@sidecard/core/authoring';
import type { StaffMessageAnswer, TicketAnswer, TicketView } from '@sidecard/core/wire';
import type { RequestContext, ServerContext } from '../context/context.js';
import { cursorOf } from '../storage/streams.js';
import { messageViewFor, viewFor } from '../tickets/views.js';
import type { WriteResult } from './write-once.js';

/** Projects a ticket for the request's account. */
export function viewOf(
  { types, clock }: ServerContext,
  { audience, actor: { party }, policy }: RequestContext,
  ticket: Ticket,
  related: readonly Ticket[],
): TicketView {
  return viewFor(ticket, related, { audience, party }, { types, policy, now: clock.now() });
}

/** Creates the answer to a create or a command. */
export function ticketAnswer(
  context: ServerContext,
  request: RequestContext,
  { ticket, related, head, event }: WriteResult,
): TicketAnswer {
  context.audit.addressRead(request, { where: 'ticket', ticketId: ticket.id });
  const sentMessage = event.entry?.sentMessage;
  return {
    ticket: viewOf(context, request, ticket, related),
    cursor: cursorOf(head),
    ...(sentMessage ? { sentMessage } : {}),
  };
}

/** Creates the answer to a message in the staff thread. */
export function messageAnswer(
  { audience }: RequestContext,
  { ticket, message, head }: WriteResult,
): StaffMessageAnswer {
  if (!message) throw new TypeError(`A write to the staff thread of ticket ${ticket.id} created no message.`);
  return { message: messageViewFor(message, audience), cursor: cursorOf(head) };
}
