import type { Permission } from '@sidecard/core';
import type { Ticket, TicketEvent } from '@sidecard/core/authoring';

/** A ticket, and how many events made it. */
export interface StoredTicket {
  readonly ticket: Ticket;
  /** The position of the last event. */
  readonly events: number;
}

/** A ticket, with the other tickets of its order. */
export interface TicketWithRelated {
  readonly found: StoredTicket;
  readonly related: readonly Ticket[];
}

/** Whose tickets are meant. A buyer has only their own. */
export interface Scope {
  readonly merchantId: string;
  readonly buyerId?: string | undefined;
}

/** Names a ticket among those of all merchants. */
export interface TicketRef {
  readonly merchantId: string;
  readonly ticketId: string;
}

/** What a list is narrowed to. */
export interface TicketFilter extends Scope {
  readonly open?: boolean;
  readonly orderId?: string | undefined;
  readonly conversationId?: string | undefined;
  readonly type?: string | undefined;
  /** Of these types, or with `others` of all but these. */
  readonly types?: { readonly keys: readonly string[]; readonly others: boolean } | undefined;
  /** Only tickets that come after this one in the list. */
  readonly after?: { readonly updatedAtMs: number; readonly id: string } | undefined;
  readonly limit: number;
}

/** What a command, a creation or a deadline does to one ticket. */
export interface TicketChange {
  /** `undefined` for a new ticket. */
  readonly before: StoredTicket | undefined;
  readonly after: StoredTicket;
  /** What happened, in order. An event with a `message` also goes into the staff thread. */
  readonly events: readonly TicketEvent[];
}

/** Who sent a write. Idempotency keys are theirs alone. */
export interface Writer {
  readonly merchantId: string;
  /** Party and account of the principal. */
  readonly principalKey: string;
}

/** What became of a write: enough to make its answer again. */
export interface WriteOutcome {
  readonly ticketId: string;
  readonly eventPosition: number;
  readonly messageId: string | undefined;
}

/** Recognises a write that is sent again. */
export interface IdempotencyRecord extends WriteOutcome {
  readonly key: string;
  /** Hash of method, path and body. */
  readonly fingerprint: string;
}

/** The head of a stream: its last sequence number, and what is left of its log. */
export interface StreamHead {
  readonly seq: number;
  /** Differs after a restored backup. */
  readonly epoch: string;
  /** Log lines up to this one are gone. */
  readonly floor: number;
}

/** Names a stream among those of all merchants. */
export interface StreamRef {
  readonly merchantId: string;
  /** `buyer:<buyerId>`, `shop`, `handlers` or `staff`; see `streamOf`. */
  readonly stream: string;
}

/** A stream that a commit has written to. */
export type AdvancedStream = StreamRef & StreamHead;

/** What a line of a log says: something of this ticket changed, or a message was left. Frames are made when they are read. */
export interface LogContent {
  readonly frame: 'ticket' | 'staff-message';
  readonly ticketId: string;
  readonly messageId: string | undefined;
}

/** A line to append to a stream's log. The commit gives it its sequence number. */
export interface LogEntry extends StreamRef, LogContent {
  readonly atMs: number;
}

/** A line of a stream's log. */
export interface LogLine extends LogContent {
  readonly seq: number;
}

/** A card or reply for the host to show or post. */
export interface Delivery {
  readonly id: string;
  readonly kind: 'card' | 'reply';
  readonly ticketId: string;
  /** Empty while no account has it. */
  readonly accountId: string;
  readonly messageId: string;
  readonly eventPosition: number;
  /** From then on others who are online may have it as well. */
  readonly widensAtMs: number | undefined;
}

/** A delivery of a merchant, to be stored. */
export type NewDelivery = Delivery & { readonly merchantId: string };

/** Everything that is committed together. */
export interface Commit {
  readonly changes: readonly TicketChange[];
  readonly deliveries: readonly NewDelivery[];
  /** None for deadlines, which nobody sends twice. */
  readonly idempotency?: (Writer & IdempotencyRecord) | undefined;
  readonly entries: readonly LogEntry[];
  readonly atMs: number;
}

/** An account of a merchant. */
export interface Account {
  readonly accountId: string;
  readonly name: string;
  readonly main: boolean;
  /** A main account holds all of them, whatever was granted. */
  readonly permissions: readonly Permission[];
  /** When it asked for permission to handle tasks; `undefined` once it has an answer. */
  readonly askedAtMs: number | undefined;
}

/** Names an account among those of all merchants. */
export interface AccountRef {
  readonly merchantId: string;
  readonly accountId: string;
}

/** What a merchant's token says about its account. */
export interface AccountClaims extends AccountRef {
  readonly name: string;
  readonly main: boolean;
  readonly issuedAtMs: number;
}

/** A JSON Web Key (RFC 7517), with texts alone. */
export type Jwk = Readonly<Record<string, string>>;

/** A key of the installation that signs cards. */
export interface CardKey {
  /** From 1. Each rotation adds one. */
  readonly generation: number;
  readonly kid: string;
  readonly publicJwk: Jwk;
  /** Whoever has it signs in the platform's name. */
  readonly privateJwk: Jwk;
  /** When it begins to sign, milliseconds since the Unix epoch. It is published before. */
  readonly signsFromMs: number;
}
