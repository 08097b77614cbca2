import type { Order, Party, Permission } from '@sidecard/core';
import type { Ticket, TicketEvent } from '@sidecard/core/authoring';
import type { ListReader, ListSort, SearchQuery, TicketFilter as ListFilter } from '@sidecard/core/list';
import type { ArchiveEntry, ArchiveFilter } from '@sidecard/core/server';
import type { ArchiveRef, ContentCredentials, EventKind, Note, PictureType, ReplyTemplate } from '@sidecard/core/wire';

/** A ticket with its number of events. */
export interface StoredTicket {
  readonly ticket: Ticket;
  /** Position of the last event. */
  readonly events: number;
}

/** A ticket, with the other tickets of its order. */
export interface TicketWithRelated {
  readonly found: StoredTicket;
  readonly related: readonly Ticket[];
}

/** A ticket that is locked, with what the key of a write has led to. */
export interface LockedTicket extends TicketWithRelated {
  /** The outcome of an earlier write with the key that was asked for. */
  readonly earlier: IdempotencyRecord | undefined;
}

/** An order with its record and its tickets. */
export interface LockedOrder {
  /** `undefined` if nothing is stored for the order, or only tickets of an earlier release. */
  readonly record: Order | undefined;
  /** Every ticket of the order, by id. */
  readonly tickets: readonly StoredTicket[];
}

/** An order's record to store. */
export interface OrderWrite {
  readonly merchantId: string;
  readonly order: Order;
  /** Whether the order had no record. If a concurrent transaction stores one first, this one conflicts with it and runs again. */
  readonly isNew: boolean;
}

/** Restricts a read to a merchant's tickets or, for buyers, to their own. */
export interface Scope {
  readonly merchantId: string;
  readonly buyerId?: string | undefined;
}

/** Identifies a ticket among all merchants. */
export interface TicketRef {
  readonly merchantId: string;
  readonly ticketId: string;
}

/** Where an event is in its ticket's past: from 1, without gaps. */
export interface EventPlace {
  readonly ticketId: string;
  readonly position: number;
}

/** Identifies an order among all merchants. */
export interface OrderRef {
  readonly merchantId: string;
  readonly orderId: string;
}

/** A ticket with due deadlines. */
export interface DueTicket extends TicketRef, OrderRef {
  readonly type: string;
  /** Its due deadlines, in any order. Times are milliseconds since the Unix epoch. */
  readonly due: readonly { readonly key: string; readonly dueAtMs: number }[];
}

/** A set of types: these or, with `others`, all except these. */
export interface TypeSet {
  readonly keys: readonly string[];
  readonly others: boolean;
}

/** Filters of a list. */
export interface TicketFilter extends Scope {
  readonly open?: boolean;
  /** Only tickets with a payment in this state: what the buyer has paid is `succeeded`, also while another payment is due. */
  readonly settlement?: Exclude<Ticket['settlement'], 'none'> | undefined;
  readonly orderId?: string | undefined;
  readonly conversationId?: string | undefined;
  readonly type?: string | undefined;
  readonly types?: TypeSet | undefined;
  /** Only tickets after this one in the list. */
  readonly after?: { readonly updatedAtMs: number; readonly id: string } | undefined;
  readonly limit: number;
}

/** Selects the tickets of a reader's list, as `matchesFilter` and `matchesSearch` of `@sidecard/core/list` do. */
export interface ListQuery {
  readonly merchantId: string;
  readonly filter: Omit<ListFilter, 'queue' | 'search' | 'sort'>;
  readonly types?: TypeSet | undefined;
  readonly search?: SearchQuery | undefined;
  readonly reader: ListReader;
}

/** Selects a page of a list, which is ordered by `sortKeyOf`, then by id, as `compareBy` does. */
export interface ListPage {
  readonly sort: ListSort;
  /** Only tickets after this place in the list. */
  readonly after?: { readonly key: number; readonly id: string } | undefined;
  readonly limit: number;
  /** How far to count the list. */
  readonly countTo: number;
}

/** A page of a list. */
export interface ListRows {
  readonly tickets: readonly Ticket[];
  /** Tickets on all pages; at most `countTo`. */
  readonly total: number;
}

/** Selects part of a ticket's history. */
export interface HistoryFilter {
  /** Kinds of events that the reader may see. */
  readonly kinds: readonly EventKind[];
  /** Only entries before the one with this id. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/** What a command, a creation or a deadline changes in one ticket. */
export interface TicketChange {
  /** `undefined` for a new ticket. */
  readonly before: StoredTicket | undefined;
  readonly after: StoredTicket;
  /** The events, in order. An event with a `message` also goes into the staff thread. */
  readonly events: readonly TicketEvent[];
}

/** The sender of a write, who owns its idempotency keys. */
export interface Writer {
  readonly merchantId: string;
  /** Party and account of the principal. */
  readonly principalKey: string;
}

/** Identifies a write. */
export interface WriterKey extends Writer {
  readonly key: string;
}

/** Outcome of a write, from which its answer can be recreated. */
export interface WriteOutcome {
  /** Empty if the write is about an order, an upload or the archive. */
  readonly ticketId: string;
  readonly eventPosition: number;
  /** Of an upload, the id of the picture. */
  readonly messageId: string | undefined;
  /** Of a batch, why each part was refused, in order; `null` for those that were made. */
  readonly refusals?: readonly (string | null)[] | undefined;
}

/** Recognizes a repeated write. */
export interface IdempotencyRecord extends WriteOutcome {
  readonly key: string;
  /** Hash of method, path and body. */
  readonly fingerprint: string;
}

/** The head of a stream: its last sequence number, and the start of its log. */
export interface StreamHead {
  readonly seq: number;
  /** Changes after a restored backup. */
  readonly epoch: string;
  /** Log lines up to this one have been deleted. */
  readonly floor: number;
}

/** Identifies a stream among all merchants. */
export interface StreamRef {
  readonly merchantId: string;
  /** `buyer:<buyerId>`, `shop`, `handlers` or `staff`, see `streamOf`; or `feed`. */
  readonly stream: string;
}

/** A stream that a commit has written to. */
export type AdvancedStream = StreamRef & StreamHead;

/**
 * Content of a log line: a ticket changed, by its change the other tickets of its order show something else (`related`), a message was sent or,
 * in the feed, there is a delivery, or an event of which webhooks tell. Frames are created when they are read.
 */
export interface LogContent {
  readonly frame: 'ticket' | 'related' | 'staff-message' | 'delivery' | 'event';
  readonly ticketId: string;
  /** Of a delivery, its own id; of an event, its position and what it is (see `eventSource`). */
  readonly messageId: string | undefined;
}

/** A line to append to a stream's log. The commit assigns its sequence number. */
export interface LogEntry extends StreamRef, LogContent {
  readonly atMs: number;
}

/** A line of a stream's log. */
export interface LogLine extends LogContent {
  readonly seq: number;
  /** When it was committed, milliseconds since the Unix epoch. */
  readonly atMs: number;
}

/** Which entries of the audit trail. */
export interface AuditQuery {
  readonly merchantId: string;
  /** Only what accounts of these parties did. */
  readonly parties?: readonly Party[] | undefined;
  /** Only what this account did. */
  readonly by?: string | undefined;
  /** Only after this entry. */
  readonly after?: { readonly atMs: number; readonly id: string } | undefined;
  readonly limit: number;
}

/** What an erasure has removed. */
export interface Erased {
  readonly tickets: number;
  /** How many of the buyer's tickets stay, because they have not ended or their money is not settled. */
  readonly open: number;
}

/** Lines of a stream that were written together. */
export interface CommittedLines extends StreamRef {
  readonly epoch: string;
  readonly lines: readonly LogLine[];
}

/** A card or reply for the host to show or post. */
export interface Delivery {
  readonly id: string;
  readonly kind: 'card' | 'reply';
  readonly ticketId: string;
  /** Empty while unassigned. */
  readonly accountId: string;
  readonly messageId: string;
  readonly eventPosition: number;
  /** From then on, other online accounts can have it as well. */
  readonly widensAtMs: number | undefined;
}

/** A delivery of a merchant, to be stored. */
export type NewDelivery = Delivery & { readonly merchantId: string };

/** An uploaded picture. Its files are in the attachment storage. */
export interface Attachment {
  readonly merchantId: string;
  readonly id: string;
  /** The `principalKey` of the account that uploaded it. */
  readonly uploader: string;
  readonly atMs: number;
  readonly type: PictureType;
  /** Size of the file as it came. */
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
  /** Of the file as it came, in hex. */
  readonly sha256: string;
  /** What it looks like, as 16 hexadecimal digits. `undefined` if it was uploaded by an earlier release, or there is too little to see. */
  readonly perceptualHash: string | undefined;
  /** Read in the file as it came. `undefined` if it was uploaded by an earlier release. */
  readonly credentials: ContentCredentials | undefined;
  /** Type of the copies for showing. */
  readonly shownType: string;
  /** Names its files in the attachment storage. Unguessable, and never sent to clients. */
  readonly storageKey: string;
  /** `storing` until its files are stored; `expired` while they are being deleted. Only a `ready` one can be used. */
  readonly state: 'storing' | 'ready' | 'expired';
  /** The event that it hangs on, which determines who reads it. `undefined` until it is used. */
  readonly use: AttachmentUse | undefined;
}

/** The one event that a picture hangs on. */
export interface AttachmentUse {
  readonly ticketId: string;
  readonly eventPosition: number;
}

/** A picture that a commit uses. */
export interface UsedAttachment extends AttachmentUse {
  readonly merchantId: string;
  readonly id: string;
}

/** Selects a page of a merchant's archive. */
export interface ArchiveQuery extends ArchiveFilter {
  readonly merchantId: string;
  /** Only entries after this one in the list. */
  readonly after?: (ArchiveRef & Pick<ArchiveEntry, 'atMs'>) | undefined;
  readonly limit: number;
}

/** What a commit changes in the archive's entries of a ticket, locked with `lockArchive` unless the ticket is new. */
export interface ArchiveWrite {
  readonly merchantId: string;
  readonly ticketId: string;
  /** Entries to store. */
  readonly entries: readonly ArchiveEntry[];
  /** Lines whose entries are deleted. */
  readonly dropped: readonly string[];
}

/** Everything that is committed together. */
export interface Commit {
  readonly changes: readonly TicketChange[];
  /** @default none */
  readonly orders?: readonly OrderWrite[] | undefined;
  /** Pictures that the events use, locked with `lockUploads`. @default none */
  readonly pictures?: readonly UsedAttachment[] | undefined;
  /** @default none */
  readonly archive?: readonly ArchiveWrite[] | undefined;
  readonly deliveries: readonly NewDelivery[];
  /** Missing for deadlines, which are never sent twice. */
  readonly idempotency?: (Writer & IdempotencyRecord) | undefined;
  readonly entries: readonly LogEntry[];
  readonly atMs: number;
  /** Whether nothing of the transaction follows, so that a store may end it with this write. @default false */
  readonly isLast?: boolean | undefined;
}

/** A stored note, with the write that made it. */
export interface StoredNote extends Writer, Pick<IdempotencyRecord, 'key' | 'fingerprint'> {
  readonly note: Note;
}

/** A stored template. */
export interface StoredTemplate {
  readonly merchantId: string;
  /** The account that uses it alone; empty if the shop’s accounts share it. */
  readonly owner: string;
  readonly template: ReplyTemplate;
}

/** An account of a merchant. */
export interface Account {
  readonly accountId: string;
  readonly name: string;
  readonly main: boolean;
  /** A main account holds every permission. */
  readonly permissions: readonly Permission[];
  /** When it requested permission to handle tasks; `undefined` once answered. */
  readonly askedAtMs: number | undefined;
}

/** Identifies an account among all merchants. */
export interface AccountRef {
  readonly merchantId: string;
  readonly accountId: string;
}

/** The claims of a merchant's token about its account. */
export interface AccountClaims extends AccountRef {
  readonly name: string;
  readonly main: boolean;
  readonly issuedAtMs: number;
}

/** A JSON Web Key (RFC 7517) with only string members. */
export type Jwk = Readonly<Record<string, string>>;

/** A key of the installation that signs cards. */
export interface CardKey {
  /** Starts at 1. Each rotation adds one. */
  readonly generation: number;
  readonly kid: string;
  readonly publicJwk: Jwk;
  /** Its holder can sign in the platform's name. */
  readonly privateJwk: Jwk;
  /** When it starts to sign, milliseconds since the Unix epoch. It is published earlier. */
  readonly signsFromMs: number;
}
