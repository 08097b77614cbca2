import { nothingCame } from '../fields/receipt.js';
import type { Workflow } from '../model/states.js';
import type { Ticket } from '../model/ticket.js';
import { isCovered } from '../policy/coverage.js';
import { isKept } from './commitment-claims.js';
import type { Policy } from '../policy/policy.js';
import { balanceOf } from './budgets.js';
import { isReplacementOut } from './ledger.js';

/** A condition on a ticket that transitions name in `when`. */
export type Guard = (ticket: Ticket, policy: Policy) => boolean;

const asks = (ticket: Ticket, party: string) => ticket.asked.some((request) => request.party === party);
const owesGoods = ({ agreed }: Ticket) => agreed?.asTheyCame === true;
const refusedFrom =
  (workflow: Workflow): Guard =>
  ({ declinedFrom }) =>
    declinedFrom === workflow;

/** Guards for all types. A type adds its own with `guards`. */
export const GUARDS: Readonly<Record<string, Guard>> = {
  'goods-with-merchant': (ticket) => ticket.goodsWithMerchant,
  'goods-with-buyer': (ticket) => !ticket.goodsWithMerchant,
  /** Neither side has sent a parcel. */
  'nothing-sent': (ticket) => !ticket.goodsWithMerchant && !ticket.outgoing,
  /** The merchant's parcel is on its way to the buyer, or delivered. */
  'parcel-out': (ticket) => ticket.outgoing !== undefined,
  /** The buyer keeps the goods, as agreed, else as requested. */
  'refund-only': (ticket) => ticket.agreed?.refundOnly ?? ticket.request['refundOnly'] === true,
  /** The merchant has the goods and owes them to the buyer, as they came. */
  'goods-owed': (ticket) => owesGoods(ticket),
  'goods-not-owed': (ticket) => !owesGoods(ticket),
  'goods-owed-after-withdrawal': (ticket) => owesGoods(ticket) && ticket.agreed?.ending === 'withdrawn',
  'goods-owed-after-ruling': (ticket) => owesGoods(ticket) && ticket.agreed?.ending === 'ruled-for-merchant',
  /** A part is refunded, and the goods go back. */
  'goods-owed-with-refund': (ticket) => owesGoods(ticket) && ticket.agreed?.refund !== undefined,
  /** The merchant has sent no parcel, except the buyer's own goods. */
  'nothing-out': (ticket) => !isReplacementOut(ticket),
  /** The merchant has sent a parcel that is not the buyer's own goods. */
  'replacement-out': isReplacementOut,
  /** The buyer has both the goods and the merchant's parcel. */
  'buyer-has-both': (ticket) => !ticket.goodsWithMerchant && isReplacementOut(ticket),
  /** Nothing came, as the merchant says; it is not settled yet. */
  'nothing-came': (ticket) => ticket.goodsWithMerchant && nothingCame(ticket),
  'something-came': (ticket) => !nothingCame(ticket),
  'refund-agreed': (ticket) => ticket.agreed?.refund !== undefined,
  /** The replacement ships first, as agreed, else as requested. */
  advance: (ticket) => (ticket.agreed ? ticket.agreed.advance === true : ticket.request['advance'] === true),
  'declined-from-awaiting-merchant': refusedFrom('awaiting-merchant'),
  'declined-from-awaiting-receipt': refusedFrom('awaiting-receipt'),
  'declined-from-awaiting-fulfilment': refusedFrom('awaiting-fulfilment'),
  /** The declined state was not a fulfilment that the merchant had agreed to. */
  'nothing-promised': ({ declinedFrom }) => declinedFrom !== 'awaiting-fulfilment',
  shipped: (ticket) => ticket.order.shippedAtMs !== undefined,
  /** The merchant has not agreed to intercept the parcel yet. */
  'not-on-its-way': ({ workflow, declinedFrom }) =>
    workflow === 'awaiting-merchant' || declinedFrom === 'awaiting-merchant',
  covered: (ticket, policy) => isCovered(ticket.type, policy),
  'address-known': (_, policy) => policy.returnAddresses.length > 0,
  /** No return is needed, or its address is known: a ruling for the buyer needs no address from staff. */
  'address-settled': ({ request, goodsWithMerchant, agreed }, policy) =>
    request['refundOnly'] === true ||
    goodsWithMerchant ||
    agreed?.returnAddress !== undefined ||
    policy.returnAddresses.length > 0,
  'first-ruling': (ticket) => ticket.rulings.length === 0,
  'no-ruling-left': (ticket) => ticket.rulings.length >= 2,
  'ruling-left': (ticket) => ticket.rulings.length < 2,
  'proposal-made': ({ proposal }) => proposal !== undefined,
  /** The merchant has not asked the buyer for proof yet. */
  'proof-not-asked': ({ proof }) => proof === undefined,
  'proof-asked': ({ proof }) => proof !== undefined && proof.answer === undefined,
  /** The platform has ruled once, and nobody has appealed. Whether it is still in time is an obstacle. */
  appealable: ({ rulings, appeal, ending, agreed }) =>
    rulings.length === 1 && !appeal && (ending ?? agreed?.ending) !== 'withdrawn',
  /** The first ruling was appealed in this ticket. */
  appealed: ({ rulings, appeal }) => rulings.length === 1 && appeal !== undefined,
  'not-appealed': ({ appeal }) => appeal === undefined,
  'appealed-by-merchant': ({ appeal }) => appeal?.party === 'merchant',
  'not-appealed-by-merchant': ({ appeal }) => appeal?.party !== 'merchant',
  'merchant-asked': (ticket) => asks(ticket, 'merchant'),
  'buyer-asked': (ticket) => asks(ticket, 'buyer'),
  'one-asked': (ticket) => ticket.asked.length === 1,
  'both-asked': (ticket) => ticket.asked.length === 2,
  /** A deadline of the buyer or merchant; staff deadlines cannot be extended. */
  'deadline-runs': (ticket) => ticket.deadlines.some((deadline) => deadline.of !== 'staff'),
  /** The merchant has not extended their own deadline yet. */
  'never-extended': (ticket) =>
    ticket.deadlines.some((deadline) => deadline.of === 'merchant' && deadline.extended === undefined),
  /** The claimed commitment needs no negotiation, and the order does not show that it was kept (R30). */
  'paid-on-silence': (ticket, policy) => ticket.commitment?.paidOnSilence === true && !isKept(ticket, policy),
  'fee-proposed': ({ proposal }) => proposal?.fee !== undefined,
  /** The buyer owes a payment under the agreement. */
  'payment-owed': (ticket) => balanceOf(ticket) > 0,
  'settlement-pending': (ticket) => ticket.settlement === 'pending',
  'settlement-failed': (ticket) => ticket.settlement === 'failed',
};
