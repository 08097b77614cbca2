import { type Order, paidFor } from '../model/order.js';
import type { Ending, Workflow } from '../model/states.js';
import type { Terms, Ticket } from '../model/ticket.js';
import type { Policy } from '../policy/policy.js';
import type { Money } from '../values/money.js';

/** What a ticket's money can come from; each has a cap of its own over all tickets of an order. */
export const BUDGETS = ['refund', 'postage', 'compensation'] as const;
export type Budget = (typeof BUDGETS)[number];

/** An amount for each purse, in the smallest unit of the order's currency. */
export type Amounts = Readonly<Record<Budget, number>>;

/**
 * What the buyer is to have by a ticket: all that was agreed. Of one that was closed, what a ruling awarded for a broken promise, and of one
 * that was ruled for the merchant nothing.
 */
export function amountDue(ticket: {
  readonly workflow: Workflow;
  readonly ending?: Ending | undefined;
  readonly agreed?: Terms | undefined;
}): Amounts {
  const { workflow, ending, agreed } = ticket;
  const closed = workflow === 'closed';
  const amount = (money: Money | undefined, stands: boolean) => (stands && money ? money.amountMinor : 0);
  return {
    refund: amount(agreed?.refund, !closed),
    postage: amount(agreed?.postage, !closed),
    compensation: amount(agreed?.compensation, !closed || ending !== 'ruled-for-merchant'),
  };
}

/** Whether money moves when a ticket ends as it does. */
export function isOwed(ticket: Parameters<typeof amountDue>[0]): boolean {
  return Object.values(amountDue(ticket)).some((amountMinor) => amountMinor > 0);
}

/** Whether a ticket takes of its order's purses what it did not take before, or less: then its other tickets have another rest. */
export function budgetChanged(before: Ticket | undefined, after: Ticket): boolean {
  const [was, is] = [before && amountDue(before), amountDue(after)];
  return BUDGETS.some((budget) => (was?.[budget] ?? 0) !== is[budget]);
}

/**
 * What an order's tickets may still give, purse by purse: refunds up to what was paid, postage and compensation up to the policy's caps.
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
  };
}
