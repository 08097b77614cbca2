import type { Field, FieldLimits } from '../fields/field.js';
import { isMoney, type Money } from '../money.js';
import type { TicketType } from '../ticket-types/define-ticket-type.js';
import { refundableFor, type Order, type Ticket } from './ticket.js';
import type { Party } from './states.js';

type Limits = Readonly<Record<string, FieldLimits>>;

/**
 * The limits of a move's fields on a ticket. Amounts never go above what is left to refund of the order.
 *
 * @param related - the order's other tickets
 */
export function moveLimits(
  fields: readonly Field[],
  type: TicketType,
  ticket: Ticket,
  party: Party,
  related: readonly Ticket[],
): Limits {
  return limitsOf(fields, type, ticket.order, party, refundableFor(ticket.order, related), ticket);
}

/** The limits of the fields of a request that is yet to be made. */
export function requestLimits(type: TicketType, order: Order, related: readonly Ticket[]): Limits {
  return limitsOf(type.request, type, order, 'buyer', refundableFor(order, related));
}

function limitsOf(
  fields: readonly Field[],
  type: TicketType,
  order: Order,
  party: Party,
  refundable: Money,
  ticket?: Ticket,
): Limits {
  const limits: Record<string, FieldLimits> = {};
  for (const field of fields) {
    const found = limitOf(field, type, order, party, refundable, ticket);
    if (found) limits[field.key] = found;
  }
  return limits;
}

function limitOf(
  field: Field,
  type: TicketType,
  order: Order,
  party: Party,
  refundable: Money,
  ticket: Ticket | undefined,
): FieldLimits | undefined {
  switch (field.kind) {
    case 'money': {
      const asked = ticket?.request['amount'];
      const min =
        field.floor === 'requested' && isMoney(asked) ? Math.min(asked.amountMinor, refundable.amountMinor) : 1;
      return { min: Math.max(1, min), max: refundable.amountMinor, currency: refundable.currency };
    }
    case 'items':
      return { items: order.items.map(({ id, quantity }) => ({ itemId: id, quantity })) };
    case 'reason':
      return { options: (party === 'merchant' ? type.reasons.merchant : type.reasons.buyer).map(({ key }) => key) };
    case 'choice':
      return field.key === 'deadline' && ticket
        ? { options: ticket.deadlines.flatMap((deadline) => (deadline.of === 'staff' ? [] : [deadline.key])) }
        : undefined;
    default:
      return undefined;
  }
}
