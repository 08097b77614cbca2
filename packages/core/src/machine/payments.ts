import type { Ticket } from '../model/ticket.js';
import type { Money } from '../values/money.js';
import { isOpen } from '../model/states.js';
import { amountCharged, amountDue, balanceOf, type Budget, BUDGETS, type Charge, CHARGES } from './budgets.js';

/** State of a payment: a failed one is due again once it is retried. */
export const PAYMENT_STATES = ['due', 'succeeded', 'failed'] as const;
export type PaymentState = (typeof PAYMENT_STATES)[number];

/** Who pays whom. */
export const PAYMENT_DIRECTIONS = ['to-buyer', 'from-buyer'] as const;
export type PaymentDirection = (typeof PAYMENT_DIRECTIONS)[number];

/** What is paid: to the buyer a budget of the order, or what the buyer had paid in advance; from the buyer a charge. */
export const PAYMENT_KINDS = [...BUDGETS, 'prepaid', ...CHARGES] as const;
export type PaymentKind = Budget | 'prepaid' | Charge;

/** An amount that a ticket pays the buyer, or the buyer pays the merchant. */
export interface Payment {
  readonly ticketId: string;
  readonly orderId: string;
  readonly direction: PaymentDirection;
  readonly kind: PaymentKind;
  readonly amount: Money;
  readonly state: PaymentState;
  /** Key of the commitment under which a compensation is paid. */
  readonly commitment?: string;
  /** Paid from the merchant's deposit first (R35). */
  readonly fromDeposit?: true;
  /** When the ticket ended, which made the payment due, or last changed. Milliseconds since the Unix epoch. */
  readonly dueSinceMs: number;
  /** The ticket's version, for `record-settlement`, which reports all of the ticket's payments at once. */
  readonly version: number;
}

/**
 * Returns a ticket's payments. An ended ticket pays the buyer one entry per budget (R45), and returns what the buyer paid in advance and
 * does not owe. The buyer pays what was agreed while the ticket is open, and what a ruling charged: what is paid, and
 * what is still due, are two entries.
 */
export function paymentsOf(
  ticket: Pick<
    Ticket,
    | 'id'
    | 'order'
    | 'workflow'
    | 'ending'
    | 'endedAtMs'
    | 'updatedAtMs'
    | 'settlement'
    | 'agreed'
    | 'rulings'
    | 'version'
    | 'collected'
  >,
): readonly Payment[] {
  const { id, order, settlement, agreed = {}, rulings, version } = ticket;
  if (settlement === 'none') return [];
  const ruling = rulings.at(-1);
  const commitment = agreed.commitment ?? ruling?.commitment;
  const fromDeposit = agreed.fromDeposit ?? ruling?.fromDeposit;
  const { currency } = order.items[0].paid;
  const base = { ticketId: id, orderId: order.id, dueSinceMs: ticket.endedAtMs ?? ticket.updatedAtMs, version };
  const state = settlement === 'pending' ? 'due' : settlement;
  const balance = balanceOf(ticket);
  const charged = amountCharged(ticket);
  let collected = ticket.collected?.amountMinor ?? 0;
  const fromBuyer = CHARGES.flatMap((kind) => {
    const paid = Math.min(collected, charged[kind]);
    collected -= paid;
    const payment = (amountMinor: number, its: PaymentState): readonly Payment[] =>
      amountMinor > 0
        ? [{ ...base, direction: 'from-buyer', kind, amount: { amountMinor, currency }, state: its }]
        : [];
    return [...payment(paid, 'succeeded'), ...payment(charged[kind] - paid, state)];
  });
  if (isOpen(ticket.workflow)) return fromBuyer;
  const due = { ...amountDue(ticket), prepaid: Math.max(0, -balance) };
  const toBuyer = ([...BUDGETS, 'prepaid'] as const)
    .filter((kind) => due[kind] > 0)
    .map((kind): Payment => {
      return {
        ...{ ...base, direction: 'to-buyer', kind, amount: { amountMinor: due[kind], currency }, state },
        ...(kind === 'compensation' && commitment ? { commitment } : {}),
        ...(fromDeposit && kind !== 'prepaid' ? { fromDeposit: true } : {}),
      };
    });
  return [...toBuyer, ...fromBuyer];
}
