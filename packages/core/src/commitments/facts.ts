import type { Order } from '../model/order.js';
import type { OrderMoment } from './commitment.js';

/** A fault of an order, and when it was found. */
export interface CommitmentFault {
  /** A code named by triggers, such as a request's reason. */
  readonly code: string;
  readonly foundAtMs: number;
}

/** Facts of a case that the order's data does not contain. */
export interface CommitmentFacts {
  readonly faults?: readonly CommitmentFault[];
  /** The affected items; all by default. */
  readonly itemIds?: readonly string[];
  /** When the goods arrived, if before they were signed for. */
  readonly deliveredAtMs?: number;
  /** Buyer and merchant tried to agree and failed. */
  readonly negotiationFailed?: boolean;
  /** `false` if the returned goods are not in the agreed condition; otherwise assumed to be. */
  readonly goodsAsAgreed?: boolean;
  /** When the buyer raised the claim. Windows are judged by this time, so that a long case does not run out of time. */
  readonly claimedAtMs?: number;
  /** Keys of the commitments that have been settled for this case. */
  readonly settled?: readonly string[];
}

/** Returns when an event of an order happened, if known. */
export function momentOf(order: Order, facts: CommitmentFacts, moment: OrderMoment): number | undefined {
  return moment === 'delivered' ? (facts.deliveredAtMs ?? order.signedAtMs) : order[`${moment}AtMs`];
}
