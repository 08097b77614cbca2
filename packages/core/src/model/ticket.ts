import type { Money } from '../values/money.js';
import type { EventKind } from './event-kinds.js';
import type { Address, FieldValues, ItemQuantity } from './field-values.js';
import type { Order } from './order.js';
import type { Ending, Intervention, Party, Settlement, Side, Workflow } from './states.js';

/** Whose time runs, for what, until when. */
export interface Deadline {
  readonly key: string;
  readonly of: Side | 'staff';
  readonly startedAtMs: number;
  readonly dueAtMs: number;
  /** How often the merchant has lengthened it. */
  readonly extended?: number;
}

/** What was agreed or is proposed. */
export interface Terms {
  readonly refund?: Money;
  /** What the buyer spent on sending goods back. */
  readonly postage?: Money;
  /** Paid beside all else, for a promise that was not kept. */
  readonly compensation?: Money;
  /** What the buyer pays the merchant, for a repair. The host collects it, as it collects the price of an order. */
  readonly fee?: Money;
  /** The buyer keeps the goods. */
  readonly refundOnly?: boolean;
  /** The replacement goes out before the goods come back. */
  readonly advance?: boolean;
  /** The goods go back to the buyer as they came. */
  readonly asTheyCame?: boolean;
  readonly returnAddress?: Address;
  /** What is sent anew. */
  readonly items?: readonly ItemQuantity[];
  /** What else a type's own form has, by field key. */
  readonly details?: FieldValues;
}

/** Who is on it, until when unless they act. Says so to colleagues; locks nothing. */
export interface Claim {
  readonly accountId: string;
  readonly name: string;
  readonly untilMs: number;
}

/** A parcel under way. */
export interface Shipment {
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly atMs: number;
}

/** One side's answer to the platform's question, or that none came in time. */
export interface Evidence {
  readonly party: Side;
  readonly atMs: number;
  readonly missing?: true;
  /** Read by the own side's handlers and by staff. */
  readonly text?: string;
}

/** What the platform asks of one side and has no answer to yet. */
export interface EvidenceRequest {
  readonly party: Side;
  readonly atMs: number;
  readonly text: string;
}

/** A decision of the platform; at most two for a ticket. */
export interface Ruling {
  readonly choice: string;
  readonly atMs: number;
  readonly text: string;
  readonly refund?: Money;
  readonly postage?: Money;
  readonly compensation?: Money;
  /** Key of the service commitment that the shop did not keep (R35). */
  readonly commitment?: string;
  /** Paid from the merchant's deposit first. */
  readonly fromDeposit?: boolean;
}

/** Another ticket of the order that this one led to, or came from. */
export interface TicketLink {
  readonly ticketId: string;
  readonly number: string;
  readonly type: string;
  readonly relation: 'led-to' | 'came-from';
}

/** Somebody who did something, as kept in the history. */
export interface ActorRef {
  readonly party: Party;
  readonly accountId: string;
  readonly name: string;
}

/** A line of the ticket's history. */
export interface HistoryEntry {
  readonly id: string;
  readonly kind: EventKind;
  readonly command: string;
  readonly choice?: string;
  readonly atMs: number;
  readonly by: ActorRef;
  readonly fields?: FieldValues;
  /** What the buyer was told in the chat, and under which message id. */
  readonly sentMessage?: { readonly messageId: string; readonly text: string };
  /** The displayed status after it, when it changed. */
  readonly status?: string;
}

/** One after-sales case: what is stored, and the fold of its events. */
export interface Ticket {
  /** The version of the shape in which it is stored, see `SCHEMA_VERSION`. */
  readonly schema: number;
  readonly id: string;
  /** For people: short, unique in the shop. */
  readonly number: string;
  readonly merchantId: string;
  readonly type: string;
  readonly conversationId: string;
  /** The language in which the buyer is told things. */
  readonly locale: string;
  readonly createdAtMs: number;
  /** Time of the last case event. */
  readonly updatedAtMs: number;
  /** Number of case events; what moves are checked against. */
  readonly version: number;
  readonly order: Order;
  readonly request: FieldValues;
  readonly workflow: Workflow;
  readonly intervention: Intervention;
  readonly settlement: Settlement;
  readonly ending?: Ending;
  readonly endedAtMs?: number;
  /** While it is declined, the state that the refused thing came from; a proposal carries it along. */
  readonly declinedFrom?: Workflow;
  /** The goods are on their way to the merchant, or there. */
  readonly goodsWithMerchant: boolean;
  readonly proposal?: Terms & { readonly text?: string };
  readonly agreed?: Terms;
  readonly returnShipment?: Shipment;
  /** The merchant's parcel to the buyer: a replacement, or goods that go back. */
  readonly outgoing?: Shipment;
  readonly links?: readonly TicketLink[];
  readonly deadlines: readonly Deadline[];
  readonly asked: readonly EvidenceRequest[];
  readonly evidence: readonly Evidence[];
  readonly rulings: readonly Ruling[];
  readonly claim?: Claim;
  /** The merchant's account that last made a move. */
  readonly handledBy?: ActorRef;
  readonly history: readonly HistoryEntry[];
}
