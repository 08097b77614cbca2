import type { Commitment } from '../commitments/commitment.js';
import { type Field, kindOf } from '../fields/field.js';
import type { FieldLimits, LimitFacts } from '../fields/kinds/kind.js';
import { PART } from '../fields/part.js';
import { type Order, paidFor, paidForItems } from '../model/order.js';
import type { Party } from '../model/states.js';
import type { Colleague, Ticket } from '../model/ticket.js';
import { DEFAULT_POLICY, type Policy } from '../policy/policy.js';
import { dayAt } from '../values/zone.js';
import { remainingBudget } from './budgets.js';
import { isClaimable, judgeRuling } from './commitment-claims.js';
import { attribute, budgetFor, chargeShares, chosenIn, freePieces, piecesOf, refundShares } from './ledger.js';
import { countPieces, divisiblePieces } from './split.js';
import type { TicketType, TicketTypes } from './ticket-type.js';

type Limits = Readonly<Record<string, FieldLimits>>;

/** What limits depend on besides ticket and form. */
export interface LimitContext {
  readonly now: number;
  readonly policy: Policy;
  /** The order's other tickets. */
  readonly related: readonly Ticket[];
  readonly types: TicketTypes;
  /** Ids of the actor's uploaded pictures that are not used yet. @default none */
  readonly pictures?: readonly string[];
  /** The shop’s other accounts that may handle the ticket. @default none, and no limits */
  readonly colleagues?: readonly Colleague[];
}

/** Returns the limits of a transition's fields for a ticket. No amount exceeds its remaining budget. */
export function transitionLimits(
  fields: readonly Field[],
  type: TicketType,
  ticket: Ticket,
  party: Party,
  context: LimitContext,
): Limits {
  return limitsOf(fields, { ...context, type, order: ticket.order, party, ticket });
}

/** Returns the limits of a new request's fields. */
export function requestLimits(type: TicketType, order: Order, context: LimitContext): Limits {
  return limitsOf(type.request, { ...context, type, order, party: 'buyer', ticket: undefined });
}

/** Whether a form can choose some of a case's pieces. */
function isDivided(fields: readonly Field[], ticket: Ticket): boolean {
  return fields.some(({ key }) => key === PART) && countPieces(divisiblePieces(ticket)) > 1;
}

/** The pieces that can come back, what was agreed for each line, and what each state withholds. */
function receiptLimits({ order, request, agreed }: Ticket, { afterSales }: Policy): FieldLimits {
  const items = chosenIn(request);
  const withheld = { ...DEFAULT_POLICY.afterSales.withholdPermille, ...afterSales.withholdPermille };
  if (!agreed?.refund) return { items, withheld };
  const { amountMinor, currency } = agreed.refund;
  const parts = attribute(order, amountMinor, items);
  return { items, withheld, currency, shares: items.map((line, index) => ({ ...line, max: parts[index] ?? 0 })) };
}

interface Situation extends LimitContext {
  readonly type: TicketType;
  readonly order: Order;
  readonly party: Party;
  readonly ticket: Ticket | undefined;
}

function limitsOf(fields: readonly Field[], situation: Situation): Limits {
  const limits: Record<string, FieldLimits> = {};
  const divided = situation.ticket !== undefined && isDivided(fields, situation.ticket);
  let facts: LimitFacts | undefined;
  for (const field of fields) {
    const kind = kindOf(field);
    const found = kind?.limits?.(field, (facts ??= factsOf(situation, divided)));
    if (found) limits[field.key] = found;
  }
  return limits;
}

function factsOf(
  { type, order, party, ticket, now, policy, related, types, pictures = [], colleagues }: Situation,
  divided: boolean,
): LimitFacts {
  const budget = () => (ticket ? budgetFor(ticket, related, policy) : remainingBudget(order, related, policy));
  return {
    order,
    requested: ticket?.request,
    ...(ticket ? { free: () => freePieces(order, related, types), divisible: divisiblePieces(ticket) } : {}),
    ...(ticket && divided
      ? { shares: (of, asked) => (of === 'charge' ? chargeShares(ticket) : refundShares(ticket, related, asked)) }
      : {}),
    ...(ticket ? { receipt: receiptLimits(ticket, policy) } : {}),
    reasons: type.reasons[party === 'merchant' ? 'merchant' : 'buyer'].map(({ key }) => key),
    deadlines: (ticket?.deadlines ?? []).filter(({ of }) => of !== 'staff').map(({ key }) => key),
    get commitments() {
      const awardable = ({ key }: Commitment) =>
        !ticket || judgeRuling(ticket, key, related, now, policy).because === undefined;
      return policy.commitments.filter(awardable).map(({ key }) => key);
    },
    'paying-commitments': policy.commitments.filter(isClaimable).map(({ key }) => key),
    pictures,
    ...(colleagues ? { colleagues: colleagues.map(({ accountId }) => accountId) } : {}),
    remaining: (of) => {
      if (of === 'fee') return paidFor(order);
      if (of !== 'charge') return budget()[of];
      const { currency } = order.items[0].paid;
      return { amountMinor: ticket ? paidForItems(order, piecesOf(ticket)) : 0, currency };
    },
    today: () => dayAt(now, policy.timeZone),
  };
}
