import type { Settlement } from '../model/states.js';
import { amountDue, balanceOf, type Balanced } from './budgets.js';

/** The payment that one line about an ended ticket names. */
export interface ShownPayment {
  /** A refund alone, several amounts for the buyer, or what the buyer pays, and its state. */
  readonly key: `${'refund' | 'payment' | 'charge'}-${Exclude<Settlement, 'none'>}`;
  /** In the smallest unit of the order's currency. */
  readonly amountMinor: number;
}

/** Returns what the buyer gets, with what comes back of an advance payment; else what the buyer has paid or is to pay. */
export function shownPayment(ticket: Balanced & { readonly settlement: Settlement }): ShownPayment | undefined {
  const { settlement, collected } = ticket;
  if (settlement === 'none') return undefined;
  const { refund, postage, compensation, goodwill } = amountDue(ticket);
  const balance = balanceOf(ticket);
  const toBuyer = refund + postage + compensation + goodwill + Math.max(0, -balance);
  if (toBuyer > 0) return { key: `${toBuyer === refund ? 'refund' : 'payment'}-${settlement}`, amountMinor: toBuyer };
  const fromBuyer = balance > 0 ? balance : (collected?.amountMinor ?? 0);
  return fromBuyer > 0 ? { key: `charge-${settlement}`, amountMinor: fromBuyer } : undefined;
}
