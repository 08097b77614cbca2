import type { Labels } from '../values/labels.js';
import type { Money } from '../values/money.js';
import type { EventKind } from './event-kinds.js';
import type { Address, FieldValues, ItemQuantity, ReceiptLine } from './field-values.js';
import type { Order } from './order.js';
import type { Ending, Intervention, Party, Settlement, Side, Workflow } from './states.js';

/** A running deadline: whose, for what, and when it is due. */
export interface Deadline {
  readonly key: string;
  readonly of: Side | 'staff';
  readonly startedAtMs: number;
  readonly dueAtMs: number;
  /** How often the merchant has extended it. */
  readonly extended?: number;
}

/** Agreed or proposed terms. */
export interface Terms {
  readonly refund?: Money;
  /** The buyer's expenses for returning the goods. */
  readonly postage?: Money;
  /** Paid in addition, for a broken promise. */
  readonly compensation?: Money;
  /** Key of the commitment under which `compensation` is paid. */
  readonly commitment?: string;
  /** Paid from the merchant's deposit first (R35). */
  readonly fromDeposit?: true;
  /** Paid by the shop of its own accord. */
  readonly goodwill?: Money;
  /** Paid by the buyer to the merchant, for a repair. */
  readonly fee?: Money;
  /** Paid by the buyer to the merchant, for a replacement that costs more. */
  readonly difference?: Money;
  /** Refunded to the buyer, for a replacement that costs less. */
  readonly differenceBack?: Money;
  /** Paid by the buyer to the merchant, by a ruling: the buyer kept the goods and their replacement. */
  readonly charge?: Money;
  /** The buyer keeps the goods. */
  readonly refundOnly?: boolean;
  /** The replacement ships before the goods are returned. */
  readonly advance?: boolean;
  /** The merchant sends the goods back to the buyer as they came. */
  readonly asTheyCame?: boolean;
  /** How the ticket ends once the buyer has them back. @default 'not-met' or, with a refund, 'met' */
  readonly ending?: Ending;
  readonly returnAddress?: Address;
  /** Items to resend. */
  readonly items?: readonly ItemQuantity[];
  /** Further fields of the type's own form, by key. */
  readonly details?: FieldValues;
}

/** A commitment that a ticket claims or makes use of. It keeps its terms when the shop's commitments change. */
export interface TicketCommitment {
  readonly key: string;
  readonly labels: Labels;
  /** What a claim pays: the figure of the commitment's rule. */
  readonly amount?: Money;
  /** Paid from the merchant's deposit first (R35). */
  readonly fromDeposit?: true;
  /** Paid when the merchant does not answer in time, because it needs no negotiation (R30). */
  readonly paidOnSilence?: true;
  readonly gives?: 'return' | 'resend';
  /** Who pays the postage, in both directions (R31). */
  readonly postageBy?: Side;
}

/** Who has claimed the ticket, and until when unless they act. Informs colleagues; locks nothing. */
export interface Claim {
  readonly accountId: string;
  readonly name: string;
  readonly untilMs: number;
}

/** A parcel. */
export interface Shipment {
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly atMs: number;
  /** The merchant’s parcel holds the buyer’s own goods. */
  readonly ownGoods?: true;
}

/** Pieces that came back, and how much of what was agreed for them the shop's rules withhold, in thousandths. */
export interface GradedLine extends ReceiptLine {
  readonly withheldPermille: number;
}

/** One side's answer to an evidence request, or that none came in time. */
export interface Evidence {
  readonly party: Side;
  readonly atMs: number;
  readonly missing?: true;
  /** Readable by that side's handlers and staff. */
  readonly text?: string;
}

/** An open evidence request to one side. */
export interface EvidenceRequest {
  readonly party: Side;
  readonly atMs: number;
  readonly text: string;
}

/** The merchant's question to the buyer for proof, before they decide. There is one per ticket. */
export interface ProofRequest {
  readonly atMs: number;
  readonly text: string;
  /** The buyer's answer is in the history; `missing` if none came in time. */
  readonly answer?: 'given' | 'missing';
}

/** A ruling of the platform; at most two per ticket. */
export interface Ruling {
  readonly choice: string;
  readonly atMs: number;
  readonly text: string;
  readonly refund?: Money;
  readonly postage?: Money;
  readonly compensation?: Money;
  /** Paid by the buyer to the merchant. */
  readonly charge?: Money;
  /** Key of the broken service commitment (R35). */
  readonly commitment?: string;
  /** Paid from the merchant's deposit first. */
  readonly fromDeposit?: boolean;
}

/** What led to the request. It is never a ground to refuse it (R43). */
export interface Occasion {
  readonly kind: 'review';
  /** An `https:` link to the review. Sidecard never requests it. */
  readonly url: string;
}

/** An appeal against a ruling: by whom, and when. There is one per ticket. */
export interface Appeal {
  readonly party: Side;
  readonly atMs: number;
  /** When the platform last upheld the ruling, which is then carried out. */
  readonly upheldAtMs?: number;
}

/** A linked ticket of the order: one that this ticket led to, or came from. */
export interface TicketLink {
  readonly ticketId: string;
  readonly number: string;
  readonly type: string;
  readonly relation: 'led-to' | 'came-from';
}

/** An actor, as stored in the history. */
export interface ActorRef {
  readonly party: Party;
  readonly accountId: string;
  readonly name: string;
}

/** An account of the shop that may handle tasks. */
export interface Colleague {
  readonly accountId: string;
  readonly name: string;
}

/** An entry of the ticket's history. */
export interface HistoryEntry {
  readonly id: string;
  readonly kind: EventKind;
  readonly command: string;
  readonly choice?: string;
  readonly atMs: number;
  readonly by: ActorRef;
  readonly fields?: FieldValues;
  /** Of a correction: the former values. */
  readonly before?: FieldValues;
  /** Of a hand-over: the colleague who has the ticket now. */
  readonly to?: Colleague;
  /** The message to the buyer in the chat, with its message id. */
  readonly sentMessage?: { readonly messageId: string; readonly text: string };
  /** The displayed status after it, if it changed. */
  readonly status?: string;
}

/** An after-sales case: the stored result of its events. */
export interface Ticket {
  /** Version of its stored shape, see `SCHEMA_VERSION`. */
  readonly schema: number;
  readonly id: string;
  /** Display number: short, unique in the shop. */
  readonly number: string;
  readonly merchantId: string;
  readonly type: string;
  readonly conversationId: string;
  /** Language of messages to the buyer. */
  readonly locale: string;
  readonly createdAtMs: number;
  /** Time of the last case event. */
  readonly updatedAtMs: number;
  /** Number of case events; commands are checked against it. */
  readonly version: number;
  /** The order as it is. */
  readonly order: Order;
  /** The order as it was when the ticket was opened, if it has changed since. */
  readonly orderAtOpening?: Order;
  readonly request: FieldValues;
  /** Shown to the shop and platform staff. */
  readonly occasion?: Occasion;
  readonly workflow: Workflow;
  readonly intervention: Intervention;
  readonly settlement: Settlement;
  readonly ending?: Ending;
  readonly endedAtMs?: number;
  /** While declined, the state of the declined step; a proposal keeps it. */
  readonly declinedFrom?: Workflow;
  /** What the buyer has paid for this case, as the host reported. What the agreement does not keep of it goes back when the case ends. */
  readonly collected?: Money;
  /** The goods are with the merchant, or on their way there. */
  readonly goodsWithMerchant: boolean;
  readonly proposal?: Terms & { readonly text?: string };
  readonly agreed?: Terms;
  readonly returnShipment?: Shipment;
  /** In which state pieces came back that did not come as agreed, and what the shop's rules withhold for it. */
  readonly receipt?: readonly GradedLine[];
  /** The merchant's parcel to the buyer: a replacement, or returned goods. */
  readonly outgoing?: Shipment;
  readonly links?: readonly TicketLink[];
  /** Id of the ticket with the buyer's request, if this one was split from it by a decision about some of its pieces (R48). */
  readonly splitFrom?: string;
  readonly deadlines: readonly Deadline[];
  readonly proof?: ProofRequest;
  readonly asked: readonly EvidenceRequest[];
  readonly evidence: readonly Evidence[];
  readonly rulings: readonly Ruling[];
  readonly appeal?: Appeal;
  /** When negotiation first failed: one side refused the other, or the platform had to intervene (R37). */
  readonly disagreedAtMs?: number;
  /** The commitment that the ticket is about, as it was when the ticket was opened. */
  readonly commitment?: TicketCommitment;
  readonly claim?: Claim;
  /** The merchant account that acted last. */
  readonly handledBy?: ActorRef;
  readonly history: readonly HistoryEntry[];
  /**
   * How many entries of each kind `history` leaves out, in the order in which the latest of each kind came. Stores leave out what no
   * projection shows. @default none
   */
  readonly leftOut?: Readonly<Partial<Record<EventKind, number>>>;
}
