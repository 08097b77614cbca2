import type { Order } from '../model/order.js';
import type { OrderMoment } from './commitment.js';

/** Something that is wrong with an order, and when it was found. */
export interface CommitmentFault {
  /** One of the codes that triggers name, such as a request's reason. */
  readonly code: string;
  readonly foundAtMs: number;
}

/** What the data of an order cannot say of a case. */
export interface CommitmentFacts {
  readonly faults?: readonly CommitmentFault[];
  /** Which of the order's items it is about; all unless given. */
  readonly itemIds?: readonly string[];
  /** When the goods arrived, if that was before they were signed for. */
  readonly deliveredAtMs?: number;
  /** Buyer and merchant tried to agree, and did not. */
  readonly negotiationFailed?: boolean;
  /** `false`: what goes back is not as it was agreed. Until somebody says so it is taken to be. */
  readonly goodsAsAgreed?: boolean;
  /** When the buyer raised the claim; windows are then judged by that moment, so a case that takes long does not run out of its own time. */
  readonly claimedAtMs?: number;
  /** Keys of the commitments that were made good for this case. */
  readonly settled?: readonly string[];
}

/** When something happened to an order, as far as is known. */
export function momentOf(order: Order, facts: CommitmentFacts, moment: OrderMoment): number | undefined {
  return moment === 'delivered' ? (facts.deliveredAtMs ?? order.signedAtMs) : order[`${moment}AtMs`];
}
