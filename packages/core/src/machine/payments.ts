import type { Ticket } from '../model/ticket.js';
import type { Money } from '../values/money.js';
import { amountDue, type Budget, BUDGETS } from './budgets.js';

/** State of a payment: a failed one is due again once it is retried. */
export const PAYMENT_STATES = ['due', 'succeeded', 'failed'] as const;
export type PaymentState = (typeof PAYMENT_STATES)[number];

/** An amount that a ticket pays the buyer. */
export interface Payment {
  readonly ticketId: string;
  readonly orderId: string;
  readonly kind: Budget;
  readonly amount: Money;
  readonly state: PaymentState;
  /** Key of the commitment under which a compensation is paid. */
  readonly commitment?: string;
  /** Paid from the merchant's deposit first (R35). */
  readonly fromDeposit?: true;
  /** When the ticket ended, which made the payment due. Milliseconds since the Unix epoch. */
  readonly dueSinceMs: number;
  /** The ticket's version, for `record-settlement`, which reports all of the ticket's payments at once. */
  readonly version: number;
}

/** Returns what an ended ticket pays, one entry per budget; nothing while it is open (R45). */
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
  >,
): readonly Payment[] {
  const { id, order, settlement, agreed = {}, rulings, version } = ticket;
  if (settlement === 'none') return [];
  const ruling = rulings.at(-1);
  const commitment = agreed.commitment ?? ruling?.commitment;
  const fromDeposit = agreed.fromDeposit ?? ruling?.fromDeposit;
  const due = amountDue(ticket);
  const { currency } = order.items[0].paid;
  return BUDGETS.filter((kind) => due[kind] > 0).map((kind) => ({
    ticketId: id,
    orderId: order.id,
    kind,
    amount: { amountMinor: due[kind], currency },
    state: settlement === 'pending' ? 'due' : settlement,
    ...(kind === 'compensation' && commitment ? { commitment } : {}),
    ...(fromDeposit ? { fromDeposit: true } : {}),
    dueSinceMs: ticket.endedAtMs ?? ticket.updatedAtMs,
    version,
  }));
}
