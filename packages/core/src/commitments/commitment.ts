import type { Side } from '../model/states.js';
import type { Labels } from '../values/labels.js';
import type { Money } from '../values/money.js';

/** What happens to an order, and when. `delivered` is what the facts say of it, else the signing. */
export const ORDER_MOMENTS = ['paid', 'shipped', 'delivered', 'signed', 'confirmed', 'closed'] as const;
export type OrderMoment = (typeof ORDER_MOMENTS)[number];

/** The moments that an order's promises name. */
export const PROMISED_MOMENTS = ['shipByMs', 'deliverByMs', 'returnUntilMs', 'resendUntilMs'] as const;
export type PromisedMoment = (typeof PROMISED_MOMENTS)[number];

/** In which time a fault is to be found, or a thing can be asked. Both ends are moments; the end is exclusive. */
export interface CommitmentWindow {
  readonly from: OrderMoment;
  /** Without it the window does not end. */
  readonly until?:
    /** The local midnight that closes the n-th day after `from`; the day of `from` is not counted. */
    | { readonly days: number }
    /** What the order promises. */
    | { readonly promised: PromisedMoment }
    /** Something that happens to the order; as long as it has not, the window is open. */
    | { readonly moment: OrderMoment };
}

/**
 * What has to be the case for a commitment to give something. `faults` are the codes by which the fault is told in
 * {@link CommitmentFacts}; the codes of a ticket type's reasons can be used as they are.
 */
export type CommitmentTrigger =
  /** It holds, and nothing is claimed by it. */
  | { readonly kind: 'standing' }
  /** The buyer asks; no fault is needed. */
  | { readonly kind: 'asked' }
  /** A fault was shown. */
  | { readonly kind: 'fault'; readonly faults: readonly string[] }
  /** Done after the promised moment, or not yet done by then. */
  | {
      readonly kind: 'late';
      readonly promised: PromisedMoment;
      readonly done: OrderMoment;
      readonly faults: readonly string[];
    }
  /** Carried by another than promised. A fault that was shown counts as long as the order names no carrier. */
  | { readonly kind: 'other-carrier'; readonly faults: readonly string[] };

/** What a commitment pays. Amounts are in the smallest unit of their own currency, and count for orders in that currency alone. */
export type CompensationRule =
  /** The shop has yet to say: see `not-configured`. */
  | { readonly kind: 'unset' }
  /** Once for a claim, however many items it is about. */
  | { readonly kind: 'fixed'; readonly amount: Money }
  /** For each item that the claim is about, of what was paid for its line. Rounds half up to one smallest unit, then keeps to the limits. */
  | {
      readonly kind: 'percent';
      /** At most two decimals: 5 is five hundredths. */
      readonly percent: number;
      readonly min?: Money;
      readonly max?: Money;
    };

/** Where the money of an upheld claim comes from: the merchant, or the merchant's deposit first (R35). */
export const PAID_FROM = ['merchant', 'deposit-first'] as const;
export type PaidFrom = (typeof PAID_FROM)[number];

/** A promise of the shop, whole and as data (R36): when it holds, what it needs, and what it gives. */
export interface Commitment {
  /** Stable and open: any kebab-case string. */
  readonly key: string;
  readonly labels: Labels;
  /** Keys of others that the shop has to have signed too (R28). */
  readonly needs?: readonly string[];
  readonly trigger: CommitmentTrigger;
  readonly window: CommitmentWindow;
  /**
   * In which time after the finding a claim is to be raised (R37): until the local midnight that closes the n-th day after it. Without it
   * the claim is to be raised while the window is open.
   */
  readonly claim?: { readonly days: number };
  /** A claim comes after buyer and merchant tried and failed to agree (R37). */
  readonly needsFailedNegotiation?: boolean;
  /** The goods go back as they were agreed: unused, complete (R31). */
  readonly needsGoodsAsAgreed?: boolean;
  /** What the buyer gets beside money. */
  readonly gives?: 'return' | 'resend';
  /** Who bears the postage of what it gives, both ways (R31). */
  readonly postageBy?: Side;
  readonly compensation?: CompensationRule;
  /** @default 'merchant' */
  readonly paidFrom?: PaidFrom;
}
