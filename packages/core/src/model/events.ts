import type { EventKind } from './event-kinds.js';
import type { Order } from './order.js';
import type { Ending, Intervention, Settlement, Workflow } from './states.js';
import type {
  ActorRef,
  Claim,
  Deadline,
  Evidence,
  EvidenceRequest,
  HistoryEntry,
  Ruling,
  Shipment,
  Terms,
  Ticket,
  TicketLink,
} from './ticket.js';

/**
 * What an event does to the ticket: plain values, so that folding needs no rules and old events mean for ever what they meant.
 * `null` takes a value away.
 */
export interface Change {
  readonly workflow?: Workflow;
  readonly intervention?: Intervention;
  readonly settlement?: Settlement;
  readonly ending?: Ending;
  readonly declinedFrom?: Workflow | null;
  readonly goodsWithMerchant?: boolean;
  readonly proposal?: (Terms & { readonly text?: string }) | null;
  readonly agreed?: Terms;
  readonly returnShipment?: Shipment;
  readonly outgoing?: Shipment;
  readonly links?: readonly TicketLink[];
  readonly order?: Partial<Order>;
  readonly deadlines?: readonly Deadline[];
  readonly asked?: readonly EvidenceRequest[];
  readonly evidence?: readonly Evidence[];
  readonly rulings?: readonly Ruling[];
  readonly claim?: Claim | null;
  readonly handledBy?: ActorRef;
}

/** A message between the merchant and platform staff (R19–R25). */
export interface StaffMessage {
  readonly id: string;
  readonly ticketId: string;
  readonly atMs: number;
  readonly by: ActorRef;
  /** The merchant's messages have one (R23); the staff's answers have none. */
  readonly purpose?: StaffMessagePurpose;
  readonly text: string;
}

/** Why a merchant writes to staff (R23). */
export const STAFF_MESSAGE_PURPOSES = ['progress-update', 'transaction-update', 'additional-statement'] as const;
export type StaffMessagePurpose = (typeof STAFF_MESSAGE_PURPOSES)[number];

/** Something that happened to a ticket. */
export interface TicketEvent {
  /** The version of the shape in which it is stored, see `SCHEMA_VERSION`. */
  readonly schema: number;
  readonly id: string;
  readonly ticketId: string;
  readonly kind: EventKind;
  readonly atMs: number;
  readonly by: ActorRef;
  /** The version after a case event; the unchanged one after any other. */
  readonly version: number;
  readonly change: Change;
  /** The line in the history, if it gets one. */
  readonly entry?: HistoryEntry;
  /** `ticket-created` alone: the new ticket. */
  readonly created?: Ticket;
  /** `staff-message-left`, `merchant-answered`: the message. It never touches the ticket. */
  readonly message?: StaffMessage;
}
