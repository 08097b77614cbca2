import type { CardMessage } from '../card/envelope.js';
import type { ShopCommitments } from '../commitments/shop.js';
import type { FieldProblem } from '../fields/kinds/kind.js';
import type { Payment } from '../machine/payments.js';
import type { ActorView, HistoryView, TicketView } from '../machine/projection.js';
import type { ListView } from '../list/filter.js';
import type { TicketSummary } from '../list/summary.js';
import type { QueueCount } from '../machine/queues.js';
import type { RequestOption } from '../machine/request-options.js';
import type { Permission } from '../model/actor.js';
import type { EventKind } from '../model/event-kinds.js';
import type { StaffMessage } from '../model/events.js';
import type { Address, FieldValues } from '../model/field-values.js';
import type { Order } from '../model/order.js';
import type { Colleague, Occasion } from '../model/ticket.js';
import type { Intervention, Party, Workflow } from '../model/states.js';
import type { ThreadAccess } from '../policy/staff-thread.js';
import type { Note } from '../team/notes.js';
import type { PresenceView } from '../team/presence.js';
import type { ReplyTemplate } from '../templates/template.js';
import type { Labels } from '../values/labels.js';
import type { Degradation } from './capabilities.js';
import type { PictureType } from './pictures.js';

/** A position in a stream: `<epoch>.<seq>`. Opaque to clients, except for equality. */
export type Cursor = string;

/** `GET /v1/session`: the signed-in account, and the server's capabilities. */
export interface Session {
  readonly party: Party;
  readonly accountId: string;
  readonly name: string;
  readonly merchantId: string;
  readonly main: boolean;
  readonly permissions: readonly Permission[];
  /** The server's clock, milliseconds since the Unix epoch. */
  readonly serverTimeMs: number;
  readonly protocol: number;
  /** Optional features of the server; a client works without those it does not find (R27). */
  readonly capabilities: readonly string[];
  /** What is unavailable to this client, given its capabilities (R27). */
  readonly degraded: readonly Degradation[];
  readonly epoch: string;
  /** Page about permissions (R13); empty if the host has none. */
  readonly permissionGuideUrl: string;
  /** Names of the main accounts, who can grant permissions. Only for merchant accounts. */
  readonly grantedBy?: readonly string[];
  /** The shop's return addresses. Only for accounts that may handle tasks; others see addresses masked. */
  readonly returnAddresses?: readonly Address[];
  /** The shop's commitments and time zone (R28–R37). */
  readonly shop?: ShopCommitments;
  /** The shop’s name for its buyers, if the policy has one. Only for merchant accounts. */
  readonly shopName?: string;
  /** How the account gets staff threads; missing if it reads none (R24). */
  readonly staffThread?: ThreadAccess;
}

/** `GET /v1/tickets`: one page, latest change first, and the matching position in the stream. */
export interface TicketPage {
  readonly tickets: readonly TicketView[];
  /** Cursor of the next page; missing on the last. */
  readonly next?: string;
  readonly cursor: Cursor;
}

/** `GET /v1/payments`: what tickets pay their buyers. Only for the host's backend. */
export interface PaymentPage {
  readonly payments: readonly Payment[];
  /** Cursor of the next page; missing on the last. */
  readonly next?: string;
}

/** Larger counts of tickets are not exact: counting costs what it counts. */
export const MAX_COUNT = 1_000;

/** `GET /v1/summaries`: one page of a list, and the matching position in the stream. Only for merchant accounts and staff. */
export interface SummaryPage {
  readonly summaries: readonly TicketSummary[];
  /** Cursor of the next page; missing on the last. */
  readonly next?: string;
  /** Tickets on all pages; at most {@link MAX_COUNT}. */
  readonly total: number;
  /** There are more than `total`. */
  readonly totalIsMore?: true;
  readonly cursor: Cursor;
}

/** `GET /v1/queues`: counts per queue and view. Only for merchant accounts and staff. */
export interface QueuesAnswer {
  readonly queues: readonly QueueCount[];
  /** Tickets in each view of the account, at most {@link MAX_COUNT}. Missing from older servers. */
  readonly views?: Readonly<Record<ListView, number>>;
  readonly cursor: Cursor;
}

/** Answer to a create, a command, or `GET /v1/tickets/{id}`. */
export interface TicketAnswer {
  readonly ticket: TicketView;
  readonly cursor: Cursor;
  /** The command's message to the buyer, delivered once; see `client.replies`. */
  readonly sentMessage?: { readonly messageId: string; readonly text: string };
}

/** `POST /v1/tickets` by a buyer, by staff, or by a merchant account for the buyer. */
export interface CreateBody {
  readonly type: string;
  readonly orderId: string;
  readonly request: FieldValues;
  readonly occasion?: Occasion;
  readonly locale?: string;
}

/** `POST /v1/tickets/{id}/commands`. */
export interface CommandBody {
  readonly command: string;
  readonly version?: number;
  readonly choice?: string;
  readonly fields?: FieldValues;
}

/** `POST /v1/attachments`: an uploaded picture. Its `id` is a value for a field of kind `pictures`, and can be used once. */
export interface UploadedPicture {
  readonly id: string;
  /** What the file contains, whatever its name or header says. */
  readonly type: PictureType;
  /** Size of the file. */
  readonly bytes: number;
  /** In pixels, as a reader sees it: after rotation. */
  readonly width: number;
  readonly height: number;
}

/** `POST /v1/tickets/{id}/staff-messages`. Staff's answers have no purpose. */
export interface StaffMessageBody {
  readonly purpose?: string;
  readonly text: string;
  /** Ids of uploaded pictures. */
  readonly pictures?: readonly string[];
}

/** A staff message, as its readers see it. */
export type StaffMessageView = Omit<StaffMessage, 'by'> & { readonly by: ActorView };

/** `GET /v1/tickets/{id}/history`: a page of the entries that the account may read, oldest first. Entries never change. */
export interface HistoryPage {
  readonly entries: readonly HistoryView[];
  /** Pass it as `before` to get the previous page. Missing on the page with the creation. */
  readonly next?: string;
}

/** `GET /v1/tickets/{id}/staff-messages`, oldest first. */
export interface StaffThread {
  readonly messages: readonly StaffMessageView[];
  readonly cursor: Cursor;
}

/** `POST /v1/tickets/{id}/staff-messages`. */
export interface StaffMessageAnswer {
  readonly message: StaffMessageView;
  readonly cursor: Cursor;
}

/** `PUT /v1/orders/{id}`, `GET /v1/orders/{id}` and `POST /v1/orders/{id}/facts`. */
export interface OrderAnswer {
  readonly order: Order;
  /** Of `PUT`: what was corrected or left out, because it was only for display. */
  readonly mended?: readonly { readonly path: string; readonly text: string }[];
}

/** `GET /v1/templates`: the shop’s templates and the account’s own, by name. */
export interface TemplateList {
  readonly templates: readonly ReplyTemplate[];
}

/** `GET /v1/orders/{id}/request-options`: what the account can ask for about an order. */
export interface RequestOptionsAnswer {
  readonly order: Order;
  readonly options: readonly RequestOption[];
}

/** An account that may handle tasks, as the shop’s others see it. */
export interface ColleagueView extends Colleague {
  readonly online: boolean;
}

/** `GET /v1/colleagues`: the accounts to which the account can hand a ticket over, those online first, then by name. */
export interface ColleagueList {
  readonly colleagues: readonly ColleagueView[];
}

/** What an entry of the audit trail records: a change of permissions, a look at full addresses, or an erasure. */
export const AUDIT_ACTIONS = ['permissions-changed', 'address-read', 'buyer-erased'] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** An entry of a shop's audit trail. */
export interface AuditEntry {
  readonly id: string;
  /** Milliseconds since the Unix epoch. */
  readonly atMs: number;
  /** Who did it. */
  readonly by: { readonly party: Party; readonly accountId: string; readonly name: string };
  readonly action: AuditAction;
  /** Of `permissions-changed`: whose permissions. */
  readonly accountId?: string;
  readonly granted?: readonly Permission[];
  readonly revoked?: readonly Permission[];
  /**
   * Of `address-read`: `ticket` is one ticket, `order` what can be asked for about an order, `list` a page of tickets, `stream` the account's
   * stream. Looks within an hour are one entry.
   */
  readonly where?: 'ticket' | 'order' | 'list' | 'stream';
  /** Of a look at one ticket. */
  readonly ticketId?: string;
  /** Of a look at an order. */
  readonly orderId?: string;
  /** Of `buyer-erased`: how many tickets. */
  readonly tickets?: number;
}

/** `GET /v1/audit`, latest first. */
export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  /** `cursor` of the next page. */
  readonly next?: string;
}

/** `DELETE /v1/buyers/{id}`. */
export interface ErasureAnswer {
  /** How many tickets were deleted. */
  readonly erased: number;
  /** How many of the buyer's tickets are open, or have money that is not settled. Ask again when they have ended. */
  readonly open: number;
}

/** `GET /v1/tickets/{id}/notes`, oldest first. */
export interface NoteList {
  readonly notes: readonly Note[];
}

/** A merchant account, as its main account sees it. */
export interface AccountView {
  readonly accountId: string;
  readonly name: string;
  readonly main: boolean;
  readonly permissions: readonly Permission[];
  readonly online: boolean;
  /** When it requested permission to handle tasks, if the request is pending. */
  readonly askedAtMs?: number;
}

/** Frames of `GET /v1/events`, by event name. Those with an `id` are in the stream's log; the others are sent once per connection. */
export interface Frames {
  /** First on every connection, without `id`. */
  readonly ready: { readonly head: Cursor; readonly serverTimeMs: number };
  /** A ticket's new state. */
  readonly ticket: { readonly ticket: TicketView };
  /**
   * A ticket changed, and by that the other tickets of its order show something else: of it, or in what can be done. Read those again that
   * you show. Only for readers whose `Accept` has the parameter {@link KNOWS_RELATED}; others get a frame `ticket` for each, without `id` but
   * for the last.
   */
  readonly related: { readonly orderId: string; readonly ticketId: string };
  readonly 'staff-message': { readonly message: StaffMessageView };
  /** Without `id`: fetch a new snapshot; what is on screen is stale, not gone. */
  readonly reset: { readonly reason: 'cursor-too-old' | 'epoch-changed' | 'stream-moved' };
  /**
   * Last on a connection, without `id`: the account has more streams than it may, and this is its oldest, which gives place to a new one. Do
   * not open another one by yourself for a minute at least, because it would end the next one in turn.
   */
  readonly closed: { readonly reason: 'too-many-streams' };
  /** Without `id`, until acknowledged. */
  readonly card: CardDelivery;
  readonly reply: ReplyDelivery;
  /** Without `id`, to main accounts: an account changed, connected, disconnected, or requested access. */
  readonly accounts: Record<string, never>;
  /** Without `id`, to accounts that may handle tasks: who is at a ticket, or has left it. */
  readonly presence: PresenceView;
  /** Without `id`, to accounts that may handle tasks: a ticket has another note. */
  readonly notes: { readonly ticketId: string };
}
export type FrameName = keyof Frames;

/** A frame in an answer to a long poll. */
export type EventFrame = {
  [Name in FrameName]: {
    readonly event: Name;
    /** The frame's position, if it is in the stream's log: the `Last-Event-ID` to resume from. */
    readonly id?: Cursor;
    readonly data: Frames[Name];
  };
}[FrameName];

/**
 * `GET /v1/events` with `Accept: application/json`: a long poll, for readers behind a proxy that collects event streams. It has the frames
 * of the event stream, in the same order and with the same ids.
 *
 * A request without `poll`, or with one that the server no longer knows, starts a reader, as opening a stream does: it resumes from
 * `Last-Event-ID`, its first frame is `ready`, and it is answered at once. Pass `poll` of each answer in the next request, as `?poll=`: it
 * continues the reader, and waits up to {@link FEED_WAIT_S} seconds (or `?wait=`) for a frame. Between two requests the account still counts
 * as online for 15 seconds; then the reader ends. If an answer was lost, the next request starts a new reader, which brings what was in it.
 */
export interface EventPage {
  /** Empty if nothing came while the request waited. */
  readonly frames: readonly EventFrame[];
  /** Continues the reader, once. Missing if it has ended, like an event stream that ends: start a new one. */
  readonly poll?: string;
  /** The server's clock when it answered, milliseconds since the Unix epoch: what a stream tells in its heartbeats. */
  readonly serverTimeMs: number;
}

/** A card for this account to show or post (R1, R9). */
export interface CardDelivery {
  readonly deliveryId: string;
  readonly ticketId: string;
  readonly conversationId: string;
  /** Derived from the ticket: the same for every account and delivery. */
  readonly messageId: string;
  readonly message: CardMessage;
}

/** A message for the host to post to the buyer in the conversation (R7). */
export interface ReplyDelivery {
  readonly deliveryId: string;
  readonly ticketId: string;
  readonly conversationId: string;
  readonly messageId: string;
  readonly text: string;
  readonly by: ActorView;
  readonly atMs: number;
}

/** Every problem code, with its HTTP status. */
export const PROBLEM_STATUS = {
  'field-invalid': 422,
  'body-invalid': 422,
  'command-unknown': 422,
  'type-unknown': 422,
  'order-fact-invalid': 422,
  'idempotency-key-reused': 422,
  'idempotency-key-missing': 422,
  'permission-missing': 403,
  'move-not-allowed': 409,
  'request-not-allowed': 409,
  'version-conflict': 409,
  'not-found': 404,
  unauthenticated: 401,
  'method-not-allowed': 405,
  'body-too-large': 413,
  'picture-empty': 422,
  'picture-too-large': 413,
  'picture-type': 415,
  'picture-unreadable': 422,
  'picture-too-many-pixels': 422,
  'length-differs': 422,
  'too-many-uploads': 409,
  'too-many-templates': 409,
  'too-many-webhooks': 409,
  'too-many-notes': 409,
  'cursor-expired': 410,
  'rate-limited': 429,
  unavailable: 503,
} as const satisfies Record<string, number>;
export type ProblemCode = keyof typeof PROBLEM_STATUS;

/** A problem with one part of submitted or configured data. */
export interface DataProblem {
  /** Location, such as `order.items[0].paid`; empty for the data as a whole. */
  readonly path: string;
  /** Stable code. */
  readonly code: string;
  /** What the part must be, in a sentence. */
  readonly text: string;
}

/** `application/problem+json` (RFC 9457), with a stable `code`. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  /** What to do, for the reader of the log. */
  readonly detail?: string;
  /** `body-invalid` and `order-fact-invalid`: each invalid part of the request. */
  readonly errors?: readonly DataProblem[];
  /** `field-invalid`: each invalid field. */
  readonly problems?: readonly FieldProblem[];
  /** Why it was refused: a code of the type's obstacles. */
  readonly because?: string;
  /** Its label, if the type has one. */
  readonly becauseLabels?: Labels;
  readonly workflow?: Workflow;
  readonly intervention?: Intervention;
  readonly needs?: Permission;
  readonly grantedBy?: readonly string[];
  readonly permissionGuideUrl?: string;
  /** `version-conflict`: the account's current projection, its cursor, and what has changed. */
  readonly ticket?: TicketView;
  readonly cursor?: Cursor;
  readonly changed?: { readonly by: ActorView; readonly kind: EventKind; readonly atMs: number };
}
