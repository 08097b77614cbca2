import type { Order } from '@sidecard/core';
import type { Ticket } from '@sidecard/core/authoring';
import { searchTermsOf } from '@sidecard/core/list';

/** What terms are made of, besides the order. */
type Sources = Pick<Ticket, 'number' | 'request'> & Partial<Pick<Ticket, 'returnShipment' | 'outgoing'>>;

/** Whether a change leaves a ticket's terms as they are, as most do. */
export function hasSameTerms(before: Ticket, after: Ticket): boolean {
  const { number, request, returnShipment, outgoing, order } = after;
  return (
    before.number === number &&
    before.request === request &&
    before.returnShipment === returnShipment &&
    before.outgoing === outgoing &&
    before.order === order
  );
}

const known = new WeakMap<Order, { readonly of: Sources; readonly terms: readonly string[] }>();

/** Returns the search terms of a ticket. They are made once for the ticket before and after. */
export function termsOf(ticket: Ticket): readonly string[] {
  const { number, request, returnShipment, outgoing, order } = ticket;
  const made = known.get(order);
  if (
    made?.of.number === number &&
    made.of.request === request &&
    made.of.returnShipment === returnShipment &&
    made.of.outgoing === outgoing
  ) {
    return made.terms;
  }
  const terms = searchTermsOf(ticket);
  const of = { number, request, ...(returnShipment ? { returnShipment } : {}), ...(outgoing ? { outgoing } : {}) };
  known.set(order, { of, terms });
  return terms;
}
