import type { CardMessage } from '../card/envelope.js';
import type { ShopCommitments } from '../commitments/shop.js';
import type { FieldProblem } from '../fields/kinds/kind.js';
import type { ActorView, HistoryView, TicketView } from '../machine/projection.js';
import type { QueueCount } from '../machine/queues.js';
import type { Permission } from '../model/actor.js';
import type { EventKind } from '../model/event-kinds.js';
import type { StaffMessage } from '../model/events.js';
import type { Address, FieldValues } from '../model/field-values.js';
import type { Intervention, Party, Workflow } from '../model/states.js';
import type { ThreadAccess } from '../policy/staff-thread.js';
import type { Labels } from '../values/labels.js';
import type { Degradation } from './capabilities.js';

/** Where a stream stands: `<epoch>.<seq>`, opaque to clients but for equality. */
export type Cursor = string;

/** `GET /v1/session`: who the caller is, and what the server can do. */
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
  /** Optional abilities of the server; a client works without any it does not find (R27). */
  readonly capabilities: readonly string[];
  /** What does not work as it could, as the client that asked has said of itself (R27). */
  readonly degraded: readonly Degradation[];
  readonly epoch: string;
  /** Where permissions are explained (R13); empty when the host gave none. */
  readonly permissionGuideUrl: string;
  /** Names of the main accounts, who can grant permissions. Merchant's accounts only. */
  readonly grantedBy?: readonly string[];
  /** The shop's return addresses. Accounts that may handle tasks only: to the others an address is masked. */
  readonly returnAddresses?: readonly Address[];
  /** What the shop has promised its buyers, and where its days begin and end (R28–R37). */
  readonly shop?: ShopCommitments;
  /** How the account gets staff threads; none when it reads none (R24). */
  readonly staffThread?: ThreadAccess;
}

/** `GET /v1/tickets`: one page, newest change first, and the place in the stream that it agrees with. */
export interface TicketPage {
  readonly tickets: readonly TicketView[];
  /** For the next page; none on the last. */
  readonly next?: string;
  readonly cursor: Cursor;
}

/** `GET /v1/queues`: how much there is in each queue. Merchant's accounts and staff only. */
export interface QueuesAnswer {
  readonly queues: readonly QueueCount[];
  readonly cursor: Cursor;
}

/** The answer to a create, a command, or `GET /v1/tickets/{id}`. */
export interface TicketAnswer {
  readonly ticket: TicketView;
  readonly cursor: Cursor;
  /** What the buyer is told by the command, once; see `client.replies`. */
  readonly sentMessage?: { readonly messageId: string; readonly text: string };
}

/** `POST /v1/tickets` of a buyer or of staff. */
export interface CreateBody {
  readonly type: string;
  readonly orderId: string;
  readonly request: FieldValues;
  readonly locale?: string;
}

/** `POST /v1/tickets/{id}/commands`. */
export interface CommandBody {
  readonly command: string;
  readonly version?: number;
  readonly choice?: string;
  readonly fields?: FieldValues;
}

/** `POST /v1/tickets/{id}/staff-messages`. Staff's answers carry no purpose. */
export interface StaffMessageBody {
  readonly purpose?: string;
  readonly text: string;
}

/** A staff message as its readers get it. */
export type StaffMessageView = Omit<StaffMessage, 'by'> & { readonly by: ActorView };

/** `GET /v1/tickets/{id}/history`: a page of what the caller may read, oldest first. Entries never change. */
export interface HistoryPage {
  readonly entries: readonly HistoryView[];
  /** Pass it as `before` to get the page before this one. Missing on the page that begins with the creation. */
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

/** An account of the merchant, as its main account sees it. */
export interface AccountView {
  readonly accountId: string;
  readonly name: string;
  readonly main: boolean;
  readonly permissions: readonly Permission[];
  readonly online: boolean;
  /** When it asked for permission to handle tasks, if it waits for an answer. */
  readonly askedAtMs?: number;
}

/** Frames of `GET /v1/events`, by event name. Those with an `id` are the stream's log; the others are said once a connection. */
export interface Frames {
  /** First on every connection, without `id`. */
  readonly ready: { readonly head: Cursor; readonly serverTimeMs: number };
  /** A ticket's new state. */
  readonly ticket: { readonly ticket: TicketView };
  readonly 'staff-message': { readonly message: StaffMessageView };
  /** Without `id`: take a snapshot; what is on screen is stale, not gone. */
  readonly reset: { readonly reason: 'cursor-too-old' | 'epoch-changed' | 'stream-moved' };
  /** Without `id`, until acknowledged. */
  readonly card: CardDelivery;
  readonly reply: ReplyDelivery;
  /** Without `id`, to main accounts: an account changed, came, went or asks. */
  readonly accounts: Record<string, never>;
}
export type FrameName = keyof Frames;

/** A card that this account is to show or post (R1, R9). */
export interface CardDelivery {
  readonly deliveryId: string;
  readonly ticketId: string;
  readonly conversationId: string;
  /** Derived from the ticket: the same at every account and every time. */
  readonly messageId: string;
  readonly message: CardMessage;
}

/** What the host is to say to the buyer in the conversation (R7). */
export interface ReplyDelivery {
  readonly deliveryId: string;
  readonly ticketId: string;
  readonly conversationId: string;
  readonly messageId: string;
  readonly text: string;
  readonly by: ActorView;
  readonly atMs: number;
}

/** Every code that a problem can carry, with its HTTP status. */
export const PROBLEM_STATUS = {
  'field-invalid': 422,
  'body-invalid': 422,
  'command-unknown': 422,
  'type-unknown': 422,
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
  'rate-limited': 429,
  unavailable: 503,
} as const satisfies Record<string, number>;
export type ProblemCode = keyof typeof PROBLEM_STATUS;

/** What is wrong with one part of the data that somebody sent or configured. */
export interface DataProblem {
  /** Where it is, such as `order.items[0].paid`; empty for the data as a whole. */
  readonly path: string;
  /** Stable, for programs. */
  readonly code: string;
  /** What the part must be, in a sentence for people. */
  readonly text: string;
}

/** `application/problem+json` (RFC 9457), with a stable `code`. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  /** What to do, for whoever reads the log. */
  readonly detail?: string;
  /** `body-invalid`: each part of the request that is invalid. */
  readonly errors?: readonly DataProblem[];
  /** `field-invalid`: each field that is invalid. */
  readonly problems?: readonly FieldProblem[];
  /** Why it was not done: a code of the type's obstacles. */
  readonly because?: string;
  /** The same in words, where the type has them. */
  readonly becauseLabels?: Labels;
  readonly workflow?: Workflow;
  readonly intervention?: Intervention;
  readonly needs?: Permission;
  readonly grantedBy?: readonly string[];
  readonly permissionGuideUrl?: string;
  /** `version-conflict`: the caller's fresh projection, its cursor, and what happened meanwhile. */
  readonly ticket?: TicketView;
  readonly cursor?: Cursor;
  readonly changed?: { readonly by: ActorView; readonly kind: EventKind; readonly atMs: number };
}
