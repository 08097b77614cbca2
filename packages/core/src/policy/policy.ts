import type { Commitment } from '../commitments/commitment.js';
import { DEFAULT_TIME_ZONE } from '../commitments/shop.js';
import type { Withheld } from '../fields/kinds/kind.js';
import type { Address } from '../model/field-values.js';
import type { ArchivePolicy } from './archive.js';
import type { Rollout } from './rollout.js';

/** Settings that differ between shops: data that the host gives the server for each merchant. */
export interface Policy {
  /** Types with a card and staff messages; the others are listed only (R3, R4). */
  readonly coveredTypes: readonly string[];
  /** Durations that replace a type's defaults, by type and deadline key, in milliseconds. */
  readonly deadlines: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** How long a claim lasts without an action, in milliseconds. */
  readonly claimLeaseMs: number;
  /** The shop’s name for its buyers, `{shop}` in templates. At most 60 characters. */
  readonly shopName?: string;
  /** Page that explains to agents how to get permissions (R13). */
  readonly permissionGuideUrl: string;
  /** Which online accounts get the card (R9): `sub-accounts` excludes the main account. */
  readonly recipients: 'all' | 'sub-accounts';
  /** The shop's return addresses: forms offer them, and a ruling uses the first. */
  readonly returnAddresses: readonly Address[];
  /** Total caps per order besides refunds, in the smallest unit of its currency. */
  readonly caps: {
    readonly postageMinor: number;
    readonly compensationMinor: number;
    /** What the shop can pay of its own accord. @default 0 */
    readonly goodwillMinor?: number;
  };
  /**
   * When cases can be opened (R46). `attempts`: the maximum of cases about one line of an order that end without a result. `days`: the
   * after-sales period by type, in days after the order was confirmed, else closed; `*` for the other types, without limit if missing.
   *
   * `withholdPermille`: how much of the agreed refund the shop withholds for goods that come back in a state, in thousandths (R48). The shop
   * publishes these rules to its buyers, who can dispute what follows. By default, nothing is withheld for damaged and used goods, and
   * everything for another item, an empty parcel and missing pieces.
   */
  readonly afterSales: {
    readonly attempts: number;
    readonly days: Readonly<Record<string, number>>;
    readonly withholdPermille?: Withheld;
  };
  /** Refunds of goods that have not been shipped yet (R51). */
  readonly beforeShipment?: RefundsBeforeShipment;
  /** The buyer's reasons with which a request cannot be declined, by type; `*` as type for all types, as reason for all reasons. */
  readonly barredRefusals: Readonly<Record<string, readonly string[]>>;
  /** What a request of a buyer must contain to be opened. A type without the field is exempt. */
  readonly requiredEvidence: readonly EvidenceRule[];
  /** How long after a ruling either side can appeal, in days; 0 for never. */
  readonly appealDays: number;
  /**
   * Whether a claim under a commitment that needs no negotiation (R30) waits for the merchant's answer, or is paid as soon as it is raised,
   * by the buyer or by the host.
   */
  readonly commitmentPayments: 'claim' | 'automatic';
  /** The shop's commitments (R28–R37). */
  readonly commitments: readonly Commitment[];
  /** How pictures and cases are filed by product and defect (R40, R41). */
  readonly archive?: ArchivePolicy;
  /** IANA time zone in which the shop's days are counted. */
  readonly timeZone: string;
  /** Language of messages to buyers if the ticket names none. */
  readonly locale: string;
  /** The rollout to merchants (R26). @default all merchants are included */
  readonly rollout?: Rollout;
  /** Class of the shop for the rollout. Open: any name, such as `flagship`. */
  readonly merchantClass?: string;
  /**
   * Who reads the staff thread in the shop: every account that may handle tasks, or only the author of each message. Staff read everything;
   * buyers never do.
   */
  readonly staffMessages: { readonly readers: 'handlers' | 'author' };
}

/** What the shop publishes about refunds of goods that have not been shipped yet. */
export interface RefundsBeforeShipment {
  /** What the shop's silence means: the refund is agreed, or the platform is asked. @default 'agree' */
  readonly onSilence?: 'agree' | 'platform';
  /**
   * Requests that are refunded at once: up to an amount for the order, in the smallest unit of its currency, and up to a time after the
   * payment, in milliseconds. A missing limit is none. @default no request
   */
  readonly atOnce?: { readonly upToMinor?: number; readonly withinMs?: number };
}

/** Evidence that requests need: of a type, with one of these reasons, from an amount on. */
export interface EvidenceRule {
  /** A type's key, or `*`. */
  readonly type: string;
  /** Reasons of the buyer. @default all */
  readonly reasons?: readonly string[];
  /** The requested amount, else what was paid for the items, in the smallest unit, above which the rule applies. @default 0 */
  readonly aboveMinor?: number;
  readonly needs: 'text' | 'pictures';
}

const MINUTE_MS = 60_000;

/** The default policy. */
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
  caps: { postageMinor: 5_000, compensationMinor: 50_000, goodwillMinor: 20_000 },
  commitmentPayments: 'claim',
  afterSales: {
    attempts: 5,
    days: { '*': 30, repair: 365, 'invoice-urging': 365, 'commitment-claim': 365, goodwill: 365 },
    withholdPermille: { 'other-item': 1000, empty: 1000, missing: 1000 },
  },
  beforeShipment: { onSilence: 'agree' },
  barredRefusals: {},
  requiredEvidence: [],
  appealDays: 7,
  commitments: [],
  timeZone: DEFAULT_TIME_ZONE,
  locale: 'zh-CN',
  staffMessages: { readers: 'handlers' },
};
