import type { Locale } from '@sidecard/core';
import type {
  CardDelivery,
  CreateBody,
  HistoryPage,
  QueuesAnswer,
  ReplyDelivery,
  RequestOptionsAnswer,
  Session,
  StaffMessagePurpose,
  TicketFilter,
  TicketView,
} from '@sidecard/core/wire';
import type { ReadableAtom } from 'nanostores';
import type { ClientArchive } from './model/archive.js';
import type { CardVerdict } from './model/card-verdict.js';
import type { ClientError } from './model/client-error.js';
import type { ClientRefusal } from './model/client-refusal.js';
import type { Connection } from './model/connection.js';
import type { Drafts } from './model/drafts.js';
import type { BatchResult, OutboxEntry, SendCommand, SendResult, StaffMessageResult } from './model/outbox-entry.js';
import type { StaffThreadState, TicketState } from './model/ticket-state.js';
import type { TicketList } from './model/ticket-list.js';
import type { TicketTypeState } from './model/ticket-type-state.js';
import type { Pictures } from './model/pictures.js';
import type { Preferences } from './model/preferences.js';
import type { Team } from './model/team.js';
import type { ClientStorage } from './storage/storage.types.js';
import type { ShopAccounts } from './stores/accounts.js';
import type { Inbox } from './stores/inbox.js';
import type { Templates } from './stores/templates.js';
import type { Transport } from './transport/transport.types.js';

export type * from './model/archive.js';
export type * from './model/card-verdict.js';
export type * from './model/client-error.js';
export type * from './model/client-refusal.js';
export type * from './model/connection.js';
export type * from './model/drafts.js';
export type * from './model/outbox-entry.js';
export type * from './model/pictures.js';
export type * from './model/preferences.js';
export type * from './model/team.js';
export type * from './model/ticket-list.js';
export type * from './model/ticket-state.js';
export type * from './model/ticket-type-state.js';
export type * from './storage/storage.types.js';
export type { ShopAccounts } from './stores/accounts.js';
export type { Inbox } from './stores/inbox.js';
export type { Templates } from './stores/templates.js';
export type * from './transport/transport.types.js';

/** One account's live view of its tickets. */
export interface Client {
  readonly session: ReadableAtom<Session | undefined>;
  readonly connection: ReadableAtom<Connection>;
  /**
   * All loaded tickets, by id. Live while it has listeners. Each change brings a new object, and copies nothing: former ones show the same
   * tickets.
   */
  readonly tickets: ReadableAtom<ReadonlyMap<string, TicketView>>;
  readonly outbox: ReadableAtom<readonly OutboxEntry[]>;
  /** Returns the store of a ticket; the same store for the same id. Loaded for the first listener, live while it has listeners. */
  ticket(ticketId: string): ReadableAtom<TicketState>;
  /**
   * Returns a list of tickets; the same list for an equal filter. Its rows are added, moved, changed and removed as tickets change. For
   * merchant accounts and staff.
   */
  list(filter: TicketFilter): TicketList;
  /** Counts of queues and views. Live while it has listeners; `undefined` until it is loaded, and for accounts that have no lists. */
  readonly counts: ReadableAtom<QueuesAnswer | undefined>;
  /** Returns the store of a ticket's staff thread, as {@link Client.ticket} does. */
  staffThread(ticketId: string): ReadableAtom<StaffThreadState>;
  /**
   * Returns the store of one version of a ticket type. It loads once, for the first listener, and stays in memory and storage: a version
   * never changes.
   *
   * @param version - the ticket's `typeVersion`
   * @param locale - languages of its texts, separated by commas: `en,zh-CN`. @default the client's
   */
  ticketType(key: string, version: string, locale?: string): ReadableAtom<TicketTypeState>;
  readonly locale: Locale;
  /** Returns the server's time by this device's clock, milliseconds since the Unix epoch. */
  now(): number;
  /** Sends a command. Resolves when it is answered or queued; a refusal by the rules is a value, never thrown. */
  send(ticketId: string, command: SendCommand): Promise<SendResult>;
  /**
   * Sends one command to several tickets, four at a time. One refusal does not stop the others.
   *
   * @param ticketIds - at most {@link MAX_BATCH}, each once
   * @param command - or a function that returns the one for a ticket, such as with the version and the amount of its own
   * @returns a result for each ticket, in this order; never rejects
   * @throws {RangeError} for more, or none
   */
  sendBatch(
    ticketIds: readonly string[],
    command: SendCommand | ((ticketId: string) => SendCommand),
  ): Promise<readonly BatchResult[]>;
  /** Sends a message to platform staff or, without `purpose`, answers the merchant as staff. */
  sendStaffMessage(
    ticketId: string,
    message: {
      readonly purpose?: StaffMessagePurpose;
      readonly text: string;
      /** Ids of uploaded pictures. */
      readonly pictures?: readonly string[];
    },
  ): Promise<StaffMessageResult>;
  /** Creates a ticket. A buyer's is answered in the client's language, unless `locale` says another; any other one in the shop's. */
  create(body: CreateBody): Promise<SendResult>;
  /** Removes a refused entry, and its text, from the outbox. An entry that may be in transit stays. */
  dismiss(key: string): void;
  readonly drafts: Drafts;
  readonly pictures: Pictures;
  readonly preferences: Preferences;
  readonly archive: ClientArchive;
  readonly cards: Inbox<CardDelivery>;
  readonly replies: Inbox<ReplyDelivery>;
  /**
   * Verifies the server's signature of a card message. Anyone in a conversation can type a card, so treat nothing in it as the platform's
   * unless the result is `valid`. The keys are fetched once, and again for an unknown key, at most every 30 seconds.
   *
   * @param message - the message as the chat has it, an object or its JSON text
   * @returns never rejects
   */
  verifyCard(message: unknown): Promise<CardVerdict>;
  readonly accounts: ShopAccounts;
  readonly templates: Templates;
  /**
   * Loads what the shop's handlers share: colleagues, who is at a ticket, and internal notes.
   *
   * @throws when it cannot be loaded; another call tries again
   */
  team(): Promise<Team>;
  /**
   * Loads the history entries before a given one, up to 200, oldest first: those beyond `view.history`.
   *
   * @param before - id of an entry
   */
  earlierHistory(
    ticketId: string,
    before: string,
  ): Promise<{ readonly ok: true; readonly body: HistoryPage } | { readonly ok: false; readonly error: ClientRefusal }>;
  /** Lists what the account can ask for about an order, for its buyer or as its buyer: see {@link Client.create}. */
  requestOptions(
    orderId: string,
  ): Promise<
    { readonly ok: true; readonly body: RequestOptionsAnswer } | { readonly ok: false; readonly error: ClientRefusal }
  >;
  /** Loads the next page of {@link Client.tickets}. @returns whether there are more */
  loadMore(): Promise<boolean>;
  /** Reloads everything observed, or one ticket; for a retry button. */
  refresh(ticketId?: string): void;
  /** Stops everything. Entries in the outbox remain in storage. */
  close(): void;
}

/** What {@link createClient} takes. */
export interface ClientOptions {
  readonly transport: Transport;
  /**
   * Returns a short-lived token from the host's backend. Called at start, after 80 % of a token's life, and after a 401. A call that takes
   * longer than 15 seconds is not waited for: requests fail as without a network, and the next one calls again. Otherwise calls are never
   * concurrent.
   */
  readonly getToken?: () => Promise<string>;
  /**
   * Called when the client cannot work as it is set up, once for each code. Its `message` says what to do: log it where developers see it.
   * What comes and goes, such as a network that is down, is in {@link Client.connection} instead.
   *
   * @default console.error
   */
  readonly onError?: (error: ClientError) => void;
  /** @default IndexedDB where available, otherwise memory */
  readonly storage?: ClientStorage;
  /**
   * The language: `zh-CN`, `en`, or any BCP 47 tag, which selects the closest.
   *
   * @default the environment's
   */
  readonly locale?: string;
}
