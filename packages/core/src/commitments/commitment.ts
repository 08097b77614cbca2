import type { Side } from '../model/states.js';
import type { Labels } from '../values/labels.js';
import type { Money } from '../values/money.js';

/** Events of an order. `delivered` comes from the facts, else it is the time of signing. */
export const ORDER_MOMENTS = ['paid', 'shipped', 'delivered', 'signed', 'confirmed', 'closed'] as const;
export type OrderMoment = (typeof ORDER_MOMENTS)[number];

/** The times that an order's promises name. */
export const PROMISED_MOMENTS = ['shipByMs', 'deliverByMs', 'returnUntilMs', 'resendUntilMs'] as const;
export type PromisedMoment = (typeof PROMISED_MOMENTS)[number];

/** When a fault must be found, or a request made. The end is exclusive. */
export interface CommitmentWindow {
  readonly from: OrderMoment;
  /** Without it the window does not end. */
  readonly until?:
    /** Ends at the local midnight after the n-th day; the day of `from` is not counted. */
    | { readonly days: number }
    /** Ends at a time that the order promises. */
    | { readonly promised: PromisedMoment }
    /** Ends with an event of the order; open until it happens. */
    | { readonly moment: OrderMoment };
}

/**
 * When a commitment applies. `faults` are the codes of faults in {@link CommitmentFacts}; the codes of a ticket type's reasons can be used
 * as they are.
 */
export type CommitmentTrigger =
  /** Always in force; there is nothing to claim. */
  | { readonly kind: 'standing' }
  /** The buyer requests it; no fault is needed. */
  | { readonly kind: 'asked' }
  /** A fault was shown. */
  | { readonly kind: 'fault'; readonly faults: readonly string[] }
  /** Done after the promised time, or not done by then. */
  | {
      readonly kind: 'late';
      readonly promised: PromisedMoment;
      readonly done: OrderMoment;
      readonly faults: readonly string[];
    }
  /** Shipped by another carrier than promised. A reported fault counts only while the order names no carrier. */
  | { readonly kind: 'other-carrier'; readonly faults: readonly string[] };

/** What a commitment pays. Amounts are in the smallest unit of their currency, and apply only to orders in that currency. */
export type CompensationRule =
  /** The shop has not configured it: see `not-configured`. */
  | { readonly kind: 'unset' }
  /** Once per claim, for any number of items. */
  | { readonly kind: 'fixed'; readonly amount: Money }
  /** A share of the amount paid, per item of the claim. Rounds half up to the smallest unit, then applies the limits. */
  | {
      readonly kind: 'percent';
      /** At most two decimals; 5 means 5 %. */
      readonly percent: number;
      readonly min?: Money;
      readonly max?: Money;
    };

/** Where the money of an upheld claim comes from: the merchant, or the merchant's deposit first (R35). */
export const PAID_FROM = ['merchant', 'deposit-first'] as const;
export type PaidFrom = (typeof PAID_FROM)[number];

/** A promise of the shop, as data (R36): when it applies, what it needs, and what it gives. */
export interface Commitment {
  /** Stable. Open: any kebab-case string. */
  readonly key: string;
  readonly labels: Labels;
  /** Keys of commitments that the shop must also have signed (R28). */
  readonly needs?: readonly string[];
  readonly trigger: CommitmentTrigger;
  readonly window: CommitmentWindow;
  /**
   * Claim period after the finding (R37): until the local midnight after the n-th day. Without it, a claim must be raised while the window
   * is open.
   */
  readonly claim?: { readonly days: number };
  /** A claim requires a failed negotiation (R37). */
  readonly needsFailedNegotiation?: boolean;
  /** The goods must be returned in the agreed condition: unused, complete (R31). */
  readonly needsGoodsAsAgreed?: boolean;
  /** What the buyer gets besides money. */
  readonly gives?: 'return' | 'resend';
  /** Who pays the postage, in both directions (R31). */
  readonly postageBy?: Side;
  readonly compensation?: CompensationRule;
  /** @default 'merchant' */
  readonly paidFrom?: PaidFrom;
}
