import type { Field, FieldLimits } from '../fields/field.js';
import type { ItemQuantity } from '../model/field-values.js';
import { type Order, paidFor } from '../model/order.js';
import type { Party } from '../model/states.js';
import type { Ticket } from '../model/ticket.js';
import type { Policy } from '../policy/policy.js';
import { dayAt, daysLater } from '../values/day.js';
import { isMoney } from '../values/money.js';
import { remainingBudget } from './budgets.js';
import type { TicketType } from './ticket-type.js';

type Limits = Readonly<Record<string, FieldLimits>>;

/** What limits depend on beside ticket and form. */
export interface LimitContext {
  readonly now: number;
  readonly policy: Policy;
  /** The order's other tickets. */
  readonly related: readonly Ticket[];
  /** Ids of the actor's uploaded pictures that hang on nothing yet. @default none */
  readonly pictures?: readonly string[];
}

/** The limits of a move's fields on a ticket. No amount goes above what is left of its purse. */
export function transitionLimits(
  fields: readonly Field[],
  type: TicketType,
  ticket: Ticket,
  party: Party,
  context: LimitContext,
): Limits {
  return limitsOf(fields, { ...context, type, order: ticket.order, party, ticket });
}

/** The limits of the fields of a request that is yet to be made. */
export function requestLimits(type: TicketType, order: Order, context: LimitContext): Limits {
  return limitsOf(type.request, { ...context, type, order, party: 'buyer', ticket: undefined });
}

interface Situation extends LimitContext {
  readonly type: TicketType;
  readonly order: Order;
  readonly party: Party;
  readonly ticket: Ticket | undefined;
}

function limitsOf(fields: readonly Field[], situation: Situation): Limits {
  const limits: Record<string, FieldLimits> = {};
  for (const field of fields) {
    const found = limitOf(field, situation);
    if (found) limits[field.key] = found;
  }
  return limits;
}

function limitOf(field: Field, situation: Situation): FieldLimits | undefined {
  const { type, order, party, ticket, now, policy, related } = situation;
  switch (field.kind) {
    case 'money': {
      const max = field.of === 'fee' ? paidFor(order) : remainingBudget(order, related, policy)[field.of ?? 'refund'];
      const asked = ticket?.request[field.key];
      const min = field.floor === 'requested' && isMoney(asked) ? Math.min(asked.amountMinor, max.amountMinor) : 1;
      return { min: Math.max(1, min), max: max.amountMinor, currency: max.currency };
    }
    case 'items': {
      const asked = field.of === 'requested' ? ticket?.request['items'] : undefined;
      const bought = order.items.map(({ id, quantity }) => ({ itemId: id, quantity }));
      return { items: (asked as readonly ItemQuantity[] | undefined) ?? bought };
    }
    case 'reason':
      return { options: (party === 'merchant' ? type.reasons.merchant : type.reasons.buyer).map(({ key }) => key) };
    case 'choice':
      if (field.from === 'deadlines') {
        return { options: (ticket?.deadlines ?? []).flatMap(({ key, of }) => (of === 'staff' ? [] : [key])) };
      }
      return field.from === 'commitments' ? { options: policy.commitments.map(({ key }) => key) } : undefined;
    case 'date': {
      const today = dayAt(now, policy.timeZone);
      return { firstDay: daysLater(today, field.fromDays), lastDay: daysLater(today, field.toDays) };
    }
    case 'pictures':
      return { options: situation.pictures ?? [] };
    default:
      return undefined;
  }
}
