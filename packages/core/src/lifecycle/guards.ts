import { isCovered } from '../policy/coverage.js';
import type { Policy } from '../policy/policy.js';
import type { Ticket } from './ticket.js';

/** A condition on a ticket that rows name in `when`. */
export type Guard = (ticket: Ticket, policy: Policy) => boolean;

const asks = (ticket: Ticket, party: string) => ticket.asked.some((request) => request.party === party);

/** Conditions that any type can use. A type adds its own with `guards`. */
export const GUARDS: Readonly<Record<string, Guard>> = {
  'goods-with-merchant': (ticket) => ticket.goodsWithMerchant,
  'goods-with-buyer': (ticket) => !ticket.goodsWithMerchant,
  /** The buyer keeps the goods: by what was agreed, else by what was asked. */
  'refund-only': (ticket) => ticket.agreed?.refundOnly ?? ticket.request['refundOnly'] === true,
  'declined-from-awaiting-merchant': (ticket) => ticket.declinedFrom === 'awaiting-merchant',
  'declined-from-awaiting-receipt': (ticket) => ticket.declinedFrom === 'awaiting-receipt',
  shipped: (ticket) => ticket.order.shippedAtMs !== undefined,
  covered: (ticket, policy) => isCovered(ticket.type, policy),
  'ruling-left': (ticket) => ticket.rulings.length < 2,
  'merchant-asked': (ticket) => asks(ticket, 'merchant'),
  'buyer-asked': (ticket) => asks(ticket, 'buyer'),
  'one-asked': (ticket) => ticket.asked.length === 1,
  'both-asked': (ticket) => ticket.asked.length === 2,
  /** One of buyer or merchant; the platform's own are not extended. */
  'deadline-runs': (ticket) => ticket.deadlines.some((deadline) => deadline.of !== 'staff'),
  'settlement-pending': (ticket) => ticket.settlement === 'pending',
  'settlement-failed': (ticket) => ticket.settlement === 'failed',
};
