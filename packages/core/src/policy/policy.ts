import type { Commitment } from '../commitments/commitment.js';
import { DEFAULT_TIME_ZONE } from '../commitments/shop.js';
import type { Address } from '../model/field-values.js';
import type { Rollout } from './rollout.js';

/** What differs from shop to shop and from release to release: data, given to the server for a merchant. */
export interface Policy {
  /** Types that get a card and staff messages; the others are listed only (R3, R4). */
  readonly coveredTypes: readonly string[];
  /** Lengths that replace a type's own, by type and deadline key, in milliseconds. */
  readonly deadlines: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** How long a claim holds without an act, in milliseconds. */
  readonly claimLeaseMs: number;
  /** Where an agent reads how permissions are given (R13). */
  readonly permissionGuideUrl: string;
  /** Who gets the card among the accounts that are online (R9): `sub-accounts` leaves the main account out. */
  readonly recipients: 'all' | 'sub-accounts';
  /** Where the shop takes returns: its forms offer them, and a ruling names the first. */
  readonly returnAddresses: readonly Address[];
  /** What an order's tickets may give in all beside refunds, in the smallest unit of the order's currency. */
  readonly caps: { readonly postageMinor: number; readonly compensationMinor: number };
  /** What the shop has promised (R28–R37). */
  readonly commitments: readonly Commitment[];
  /** Where the shop's days begin and end: an IANA time zone. */
  readonly timeZone: string;
  /** The language in which buyers are told things when a ticket names none. */
  readonly locale: string;
  /** How the product reaches merchants step by step (R26). @default every merchant is in */
  readonly rollout?: Rollout;
  /** What kind of shop it is, for the rollout: an open name such as `flagship`. */
  readonly merchantClass?: string;
  /**
   * Who reads the staff thread on the merchant's side: every account that may handle tasks, or, strictly, of each message its author and
   * nobody else. Staff read all of it; the buyer never does.
   */
  readonly staffMessages: { readonly readers: 'handlers' | 'author' };
}

const MINUTE_MS = 60_000;

/** The policy of a shop that was told nothing else. */
export const DEFAULT_POLICY: Policy = {
  coveredTypes: [
    'return-refund',
    'exchange',
    'address-change',
    'resend',
    'return-address',
    'repair',
    'return-postage',
    'delivery-issue',
  ],
  deadlines: {},
  claimLeaseMs: 15 * MINUTE_MS,
  permissionGuideUrl: '',
  recipients: 'all',
  returnAddresses: [],
  caps: { postageMinor: 5_000, compensationMinor: 50_000 },
  commitments: [],
  timeZone: DEFAULT_TIME_ZONE,
  locale: 'zh-CN',
  staffMessages: { readers: 'handlers' },
};
