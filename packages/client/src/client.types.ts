import type {
  AccountView,
  CardDelivery,
  CreateBody,
  FieldValues,
  Locale,
  Permission,
  Problem,
  ReplyDelivery,
  Session,
  StaffMessagePurpose,
  StaffMessageView,
  TicketType,
  TicketTypes,
  TicketView,
} from '@sidecard/core';
import type { ReadableAtom } from 'nanostores';

/**
 * How fresh what is shown is: `live` (the stream runs), `connecting` (first connection), `stale` (it ran; what is shown may be old),
 * `offline` (the network or the server is away).
 */
export type ConnectionState = 'live' | 'connecting' | 'stale' | 'offline';

/** A connection's state, and until when what is shown is known to be true. */
export interface Connection {
  readonly state: ConnectionState;
  /**
   * Time of the last word from the server when the state began, milliseconds since the Unix epoch by the server's clock; 0 before the
   * first. While `live`, what is shown is true now.
   */
  readonly asOfMs: number;
}

/** What is known of one ticket. `view` stays while it is loaded anew, and when loading fails. */
export interface TicketState {
  readonly status: 'loading' | 'ready' | 'not-found' | 'failed';
  readonly view?: TicketView;
  /** The move that was sent and has no answer yet; nothing is predicted from it. */
  readonly pending?: OutboxEntry;
  /** Why loading failed. */
  readonly error?: ClientRefusal;
}

/** The staff thread of one ticket (R19–R25); to an account that may not read it, `not-found`. */
export interface StaffThreadState {
  readonly status: 'loading' | 'ready' | 'not-found' | 'failed';
  readonly messages: readonly StaffMessageView[];
  /** Messages that wait for the network or for their answer, oldest first. */
  readonly pending: readonly OutboxEntry[];
}

/** A move, reply or message to send. */
export interface SendCommand {
  readonly command: string;
  readonly choice?: string;
  readonly fields?: FieldValues;
  /** The version that the actor saw. @default the one in the store */
  readonly version?: number;
}

/** Something on its way to the server. It survives a reload, and is sent under one key until it is answered: exactly once. */
export interface OutboxEntry {
  readonly key: string;
  /** Empty for a ticket that is yet to be created. */
  readonly ticketId: string;
  readonly kind: 'command' | 'staff-message' | 'create';
  readonly command: SendCommand;
  /** `refused`: kept with its text until the reader dismisses it. */
  readonly state: 'sending' | 'queued' | 'refused';
  readonly createdAtMs: number;
  readonly attempts: number;
  readonly error?: ClientRefusal;
}

/** Why something was not done. A value, with the server's code or one of the client's own. */
export type ClientRefusal =
  | Problem
  | {
      /**
       * `move-pending`: an earlier move of this ticket has no answer yet. `network`: no answer and no way to queue. `server-error`: an
       * answer that is none of the protocol's. `closed`: the client was closed.
       */
      readonly code: 'move-pending' | 'network' | 'server-error' | 'closed';
      readonly detail?: string;
      readonly cause?: unknown;
    };

/** What became of a command: carried out, refused, or waiting for the network (it goes out by itself). */
export type SendResult =
  | {
      readonly status: 'confirmed';
      readonly ticket: TicketView;
      readonly sentMessage?: { readonly messageId: string; readonly text: string };
      /** `sendStaffMessage`: the message as its readers have it. */
      readonly message?: StaffMessageView;
    }
  | { readonly status: 'refused'; readonly error: ClientRefusal }
  | { readonly status: 'queued'; readonly key: string };

/** A draft: whatever a form holds, by field key. Kept by (account, ticket, form) until it was sent and confirmed. */
export type Draft = Readonly<Record<string, unknown>>;

/**
 * Drafts live here and not in elements, which die at any moment. Saved to storage, so they survive a reload. A command's draft goes by
 * itself once the command is confirmed, unless it was changed after it was sent.
 */
export interface Drafts {
  /** @param form - the form's name by `formOf`, such as `decline` */
  draft(ticketId: string, form: string): ReadableAtom<Draft | undefined>;
  set(ticketId: string, form: string, draft: Draft): void;
  clear(ticketId: string, form: string): void;
}

/** Cards or replies for the host: shown at least once to `handler`, again after a reconnect, until the handler's promise fulfils. */
export interface Inbox<Delivery> {
  /**
   * @param handler - shows or posts it under its `messageId` (twice is once), then returns; that acknowledges it. Throwing leaves it open.
   * @returns stops listening
   */
  subscribe(handler: (delivery: Delivery) => void | Promise<void>): () => void;
}

/**
 * What a check of a card's signature says. `valid`: the server of this client has signed exactly this message, for this shop. `invalid`: there is no
 * signature, or one that is not the server's, or is over another message. `unknown`: it cannot be checked now (the server does not publish such a
 * key, it is out of reach, or the page is no secure context and has no Web Crypto).
 */
export type CardVerdict = 'valid' | 'invalid' | 'unknown';

/** One account's live view of its tickets. */
export interface Client {
  readonly session: ReadableAtom<Session | undefined>;
  readonly connection: ReadableAtom<Connection>;
  /** Every ticket loaded so far, by id; live while listened to. */
  readonly tickets: ReadableAtom<ReadonlyMap<string, TicketView>>;
  readonly outbox: ReadableAtom<readonly OutboxEntry[]>;
  /** The same store for the same id. Loads on first listener, live while listened to. */
  ticket(ticketId: string): ReadableAtom<TicketState>;
  staffThread(ticketId: string): ReadableAtom<StaffThreadState>;
  /**
   * The host's own types by key: what {@link ClientOptions.types} gave. Those that ship are found where they are drawn, so that a page that
   * shows cards alone does not load them.
   */
  readonly types: TicketTypes;
  readonly locale: Locale;
  /** The server's time by this client's clock, milliseconds since the Unix epoch. */
  now(): number;
  /** Sends a move, a reply, a claim. Resolves when it is answered or queued; a rule never throws. */
  send(ticketId: string, command: SendCommand): Promise<SendResult>;
  /** Leaves a message to platform staff, or as staff answers the merchant (without `purpose`). */
  sendStaffMessage(
    ticketId: string,
    message: { readonly purpose?: StaffMessagePurpose; readonly text: string },
  ): Promise<SendResult>;
  /** Opens a ticket (buyer, host, staff). */
  create(body: CreateBody): Promise<SendResult>;
  /** Takes a refused entry out of the outbox; its text is gone then. One that may be under way stays. */
  dismiss(key: string): void;
  readonly drafts: Drafts;
  readonly cards: Inbox<CardDelivery>;
  readonly replies: Inbox<ReplyDelivery>;
  /**
   * Checks whether the server has signed a card message. Anybody in a conversation can type one, so nothing in it is the platform's until this says
   * `valid`. The keys are fetched once, and again for a key that is not known, at most every 30 seconds.
   *
   * @param message - the message as the chat has it, an object or its JSON text
   * @returns never rejects
   */
  verifyCard(message: unknown): Promise<CardVerdict>;
  /** Accounts of the shop, for its main account. */
  readonly accounts: {
    /** Live while listened to; empty for whoever may not see it. */
    readonly list: ReadableAtom<readonly AccountView[]>;
    setPermissions(
      accountId: string,
      permissions: readonly Permission[],
    ): Promise<{ ok: true } | { ok: false; error: ClientRefusal }>;
    /** Asks the main account for `task.handle`. */
    ask(): Promise<{ ok: true } | { ok: false; error: ClientRefusal }>;
  };
  /** Loads the next page of {@link tickets}. @returns whether there are more */
  loadMore(): Promise<boolean>;
  /** Loads (again) what is shown; for a "try again" button. */
  refresh(ticketId?: string): void;
  /** Stops everything; what is in the outbox stays in storage. */
  close(): void;
}

/** How a client reaches its server: HTTP in shape, so that a memory backend and a test can stand in. */
export interface Transport {
  /** Where it leads, such as the server's address: what is stored for one server is never sent to another. @default '' */
  readonly name?: string;
  request(request: TransportRequest): Promise<TransportAnswer>;
  /** Opens the event stream. Ends when the server ends it; throws when it could not be opened or broke. */
  events(request: EventsRequest): AsyncIterable<TransportFrame>;
}
export interface TransportRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Beginning with `/v1/`. */
  readonly path: string;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly token?: string;
  readonly signal?: AbortSignal;
}
export interface TransportAnswer {
  readonly status: number;
  /** Parsed JSON, or `undefined` when there was none. */
  readonly body: unknown;
  readonly retryAfterMs?: number;
}
export interface EventsRequest {
  readonly token?: string;
  readonly lastEventId?: string;
  readonly signal: AbortSignal;
}
export interface TransportFrame {
  /** A comment has the event name `comment`. */
  readonly event: string;
  readonly id?: string;
  readonly data: unknown;
}

/** Where a client keeps its outbox and drafts. Asynchronous, so that IndexedDB, a file or a host's own store fit. */
export interface ClientStorage {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
  /** Every entry whose key begins with `prefix`. */
  entries(prefix: string): Promise<readonly (readonly [string, unknown])[]>;
}

/** What {@link createClient} takes. */
export interface ClientOptions {
  readonly transport: Transport;
  /**
   * Asks the host's backend for a short-lived token. Called at start, at 80 % of a token's life and after a 401; never twice at once.
   */
  readonly getToken?: () => Promise<string>;
  /** @default IndexedDB where there is one, else memory */
  readonly storage?: ClientStorage;
  /** Types of the host's own, beside those that ship; one with the key of a built-in type takes its place. @default none */
  readonly types?: readonly TicketType[];
  /** @default 'zh-CN' when the environment's language is Chinese, else 'en' */
  readonly locale?: Locale;
}
