import { type Order, paidFor } from '../model/order.js';
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
    refund: amount(agreed?.refund, !closed),
    postage: amount(agreed?.postage, !closed),
    compensation: amount(agreed?.compensation, !closed || ending !== 'ruled-for-merchant'),
    goodwill: amount(agreed?.goodwill, !closed),
  };
}

/** Whether a payment is due when the ticket ends in this state. */
export function isOwed(ticket: Parameters<typeof amountDue>[0]): boolean {
  return Object.values(amountDue(ticket)).some((amountMinor) => amountMinor > 0);
}

/** Whether a ticket's use of the order's budgets has changed, which changes the remaining budgets of the order's other tickets. */
export function budgetChanged(before: Ticket | undefined, after: Ticket): boolean {
  const [was, is] = [before && amountDue(before), amountDue(after)];
  return BUDGETS.some((budget) => (was?.[budget] ?? 0) !== is[budget]);
}

/**
 * Returns an order's remaining budgets: refunds up to the amount paid, postage, compensation and goodwill up to the policy's caps.
 *
 * @param related - the order's other tickets
 */
export function remainingBudget(
  order: Order,
  related: readonly Ticket[],
  policy: Pick<Policy, 'caps'>,
): Readonly<Record<Budget, Money>> {
  const { amountMinor: paid, currency } = paidFor(order);
  const taken = related.map(amountDue);
  const left = (budget: Budget, cap: number): Money => ({
    amountMinor: Math.max(
      0,
      taken.reduce((rest, owed) => rest - owed[budget], cap),
    ),
    currency,
  });
  return {
    refund: left('refund', paid),
    postage: left('postage', policy.caps.postageMinor),
    compensation: left('compensation', policy.caps.compensationMinor),
    goodwill: left('goodwill', policy.caps.goodwillMinor ?? 0),
  };
}
