import { type Order, refundableFor } from '../model/order.js';
import type { Ending, Workflow } from '../model/states.js';
import type { Terms, Ticket } from '../model/ticket.js';
import type { Policy } from '../policy/policy.js';
import type { Money } from '../values/money.js';

/** The budgets of an order; each has its own cap over all tickets of the order. */
export const BUDGETS = ['refund', 'postage', 'compensation', 'goodwill'] as const;
export type Budget = (typeof BUDGETS)[number];

/** An amount per budget, in the smallest unit of the order's currency. */
export type Amounts = Readonly<Record<Budget, number>>;

/**
 * Returns what the buyer is owed: everything agreed. For a closed ticket, the compensation that a ruling awarded; after a ruling for the
 * merchant, nothing.
 */
export function amountDue(ticket: {
  readonly workflow: Workflow;
  readonly ending?: Ending | undefined;
  readonly agreed?: Terms | undefined;
}): Amounts {
  const { workflow, ending, agreed } = ticket;
  const closed = workflow === 'closed';
  const amount = (money: Money | undefined, owed: boolean) => (owed && money ? money.amountMinor : 0);
  return {
    refund: amount(agreed?.refund ?? agreed?.differenceBack, !closed),
    postage: amount(agreed?.postage, !closed),
    compensation: amount(agreed?.compensation, !closed || ending !== 'ruled-for-merchant'),
    goodwill: amount(agreed?.goodwill, !closed),
  };
}

/** What a buyer pays a merchant. */
export const CHARGES = ['fee', 'difference', 'charge'] as const;
export type Charge = (typeof CHARGES)[number];

/** What the payments of buyer and merchant depend on. */
export type Balanced = Parameters<typeof amountDue>[0] & { readonly collected?: Money | undefined };

/** Returns what the buyer owes under the agreement, per charge, in the smallest unit. A closed ticket keeps only what a ruling charged. */
export function amountCharged({ workflow, agreed }: Balanced): Readonly<Record<Charge, number>> {
  const closed = workflow === 'closed';
  return {
    fee: closed ? 0 : (agreed?.fee?.amountMinor ?? 0),
    difference: closed ? 0 : (agreed?.difference?.amountMinor ?? 0),
    charge: agreed?.charge?.amountMinor ?? 0,
  };
}

/** Returns what the buyer still owes, in the smallest unit; negative if the merchant must return a part of what the buyer has paid. */
export function balanceOf(ticket: Balanced): number {
  const { fee, difference, charge } = amountCharged(ticket);
  return fee + difference + charge - (ticket.collected?.amountMinor ?? 0);
}

/** Whether a payment is due when the ticket ends in this state, to the buyer or from the buyer. */
export function isOwed(ticket: Balanced): boolean {
  return Object.values(amountDue(ticket)).some((amountMinor) => amountMinor > 0) || balanceOf(ticket) !== 0;
}

/** Whether a ticket's use of the order's budgets has changed, which changes the remaining budgets of the order's other tickets. */
export function budgetChanged(before: Ticket | undefined, after: Ticket): boolean {
  const [was, is] = [before && amountDue(before), amountDue(after)];
  return BUDGETS.some((budget) => (was?.[budget] ?? 0) !== is[budget]);
}

/** Returns what is left to refund for an order. @param related - the order's other tickets */
export function refundLeft(order: Order, related: readonly Ticket[]): Money {
  const { amountMinor, currency } = refundableFor(order);
  return { amountMinor: left(amountMinor, 'refund', related), currency };
}

/**
 * Returns an order's remaining budgets: refunds up to the amount paid and not refunded outside Sidecard, postage, compensation and goodwill
 * up to the policy's caps.
 *
 * @param related - the order's other tickets
 */
export function remainingBudget(
  order: Order,
  related: readonly Ticket[],
  policy: Pick<Policy, 'caps'>,
): Readonly<Record<Budget, Money>> {
  const refund = refundLeft(order, related);
  const capped = (budget: Budget, cap: number): Money => ({
    amountMinor: left(cap, budget, related),
    currency: refund.currency,
  });
  return {
    refund,
    postage: capped('postage', policy.caps.postageMinor),
    compensation: capped('compensation', policy.caps.compensationMinor),
    goodwill: capped('goodwill', policy.caps.goodwillMinor ?? 0),
  };
}

function left(cap: number, budget: Budget, related: readonly Ticket[]): number {
  return Math.max(
    0,
    related.reduce((rest, ticket) => rest - amountDue(ticket)[budget], cap),
  );
}
