import type { Address, FieldValues, ItemQuantity } from '../fields/field.js';
import type { Money } from '../money.js';
import type { EventKind } from './events.js';
import type { Ending, Intervention, Party, Settlement, Side, Workflow } from './states.js';

/** One line of an order. */
export interface OrderItem {
  readonly id: string;
  readonly title: string;
  /** Colour, size and the like, as sold. */
  readonly options?: string;
  readonly quantity: number;
  /** What was paid for the whole line. */
  readonly paid: Money;
  readonly pictureUrl?: string;
}

/** What the shop promised the buyer with an order: the moments and the carrier that its commitments are measured by. */
export interface Promised {
  /** Until when the goods are to be handed to the carrier. */
  readonly shipByMs?: number;
  /** Until when they are to be delivered. */
  readonly deliverByMs?: number;
  /** By whom they are to be carried. */
  readonly carrier?: string;
  /** When the time ends in which goods can be returned without a fault (exclusive). */
  readonly returnUntilMs?: number;
  /** When the time ends in which a resend can be asked for what was damaged on the way (exclusive). */
  readonly resendUntilMs?: number;
}

/** What the host knows of an order. Every line is paid in the same currency. Times are milliseconds since the Unix epoch. */
export interface Order {
  readonly id: string;
  readonly buyer: { readonly id: string; readonly name: string };
  /** The chat between this buyer and the shop. */
  readonly conversationId: string;
  readonly items: readonly [OrderItem, ...OrderItem[]];
  readonly paidAtMs: number;
  readonly shippedAtMs?: number;
  readonly signedAtMs?: number;
  /** When the buyer confirmed that the order is as it should be. */
  readonly confirmedAtMs?: number;
  readonly closedAtMs?: number;
  readonly carrier?: string;
  readonly trackingNumber?: string;
  readonly shipTo?: Address;
  readonly promised?: Promised;
}

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

/** What was paid for an order, in its currency. */
export function paidFor(order: Order): Money {
  return {
    amountMinor: order.items.reduce((sum, item) => sum + item.paid.amountMinor, 0),
    currency: order.items[0].paid.currency,
  };
}
