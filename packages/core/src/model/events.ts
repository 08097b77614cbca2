import type { EventKind } from './event-kinds.js';
import type { Money } from '../values/money.js';
import type { FieldValues } from './field-values.js';
import type { Order } from './order.js';
import type { Ending, Intervention, Settlement, Workflow } from './states.js';
import type {
  ActorRef,
  Appeal,
  Claim,
  Deadline,
  Evidence,
  EvidenceRequest,
  GradedLine,
  HistoryEntry,
  ProofRequest,
  Ruling,
  Shipment,
  Terms,
  Ticket,
  TicketLink,
} from './ticket.js';

/**
 * What an event changes in the ticket: plain values, so that applying it needs no rules and old events keep their meaning. `null` removes a
 * value.
 */
export interface Change {
  /** The request as corrected, or of the pieces that the ticket keeps when it is split. */
  readonly request?: FieldValues;
  readonly workflow?: Workflow;
  readonly intervention?: Intervention;
  readonly settlement?: Settlement;
  readonly ending?: Ending;
  readonly declinedFrom?: Workflow | null;
  readonly collected?: Money;
  readonly goodsWithMerchant?: boolean;
  readonly proposal?: (Terms & { readonly text?: string }) | null;
  readonly agreed?: Terms;
  readonly returnShipment?: Shipment;
  readonly receipt?: readonly GradedLine[] | null;
  readonly outgoing?: Shipment;
  readonly links?: readonly TicketLink[];
  readonly order?: Partial<Order>;
  readonly deadlines?: readonly Deadline[];
  readonly proof?: ProofRequest;
  readonly asked?: readonly EvidenceRequest[];
  readonly evidence?: readonly Evidence[];
  readonly rulings?: readonly Ruling[];
  readonly appeal?: Appeal;
  /** When negotiation first failed; later values are ignored. */
  readonly disagreedAtMs?: number;
  readonly claim?: Claim | null;
  readonly handledBy?: ActorRef;
}

/** A message between the merchant and platform staff (R19–R25). */
export interface StaffMessage {
  readonly id: string;
  readonly ticketId: string;
  readonly atMs: number;
  readonly by: ActorRef;
  /** Set in the merchant's messages (R23), not in staff's answers. */
  readonly purpose?: StaffMessagePurpose;
  readonly text: string;
  /** Ids of its pictures, which only the message's readers can read. */
  readonly pictures?: readonly string[];
}

/** Why a merchant writes to staff (R23). */
export const STAFF_MESSAGE_PURPOSES = ['progress-update', 'transaction-update', 'additional-statement'] as const;
export type StaffMessagePurpose = (typeof STAFF_MESSAGE_PURPOSES)[number];

/** An event of a ticket. */
export interface TicketEvent {
  /** Version of its stored shape, see `SCHEMA_VERSION`. */
  readonly schema: number;
  readonly id: string;
  readonly ticketId: string;
  readonly kind: EventKind;
  readonly atMs: number;
  readonly by: ActorRef;
  /** The version after a case event; unchanged by other events. */
  readonly version: number;
  readonly change: Change;
  /** Its history entry, if any. */
  readonly entry?: HistoryEntry;
  /** Only in `ticket-created`: the new ticket. */
  readonly created?: Ticket;
  /** Only in `staff-message-left` and `merchant-answered`: the message. It does not change the ticket. */
  readonly message?: StaffMessage;
}
