import type { Permission } from '@sidecard/core';
import type { HistoryEntry, Ticket, TicketEvent } from '@sidecard/core/authoring';
import type { Countable } from '@sidecard/core/server';
import type { StaffMessage } from '@sidecard/core/wire';
import type {
  Account,
  AccountClaims,
  AccountRef,
  AdvancedStream,
  CardKey,
  Commit,
  Delivery,
  HistoryFilter,
  IdempotencyRecord,
  LogLine,
  Scope,
  StoredTicket,
  StreamHead,
  StreamRef,
  TicketFilter,
  TicketRef,
  TicketWithRelated,
  Writer,
} from './records.js';

/**
 * Reads tickets, their events and staff threads, and what became of writes. A store that lasts reads what an earlier release wrote through
 * `readStoredTicket` and `readStoredEvent` of `@sidecard/core/server`.
 */
export interface TicketReads {
  /** A ticket and the others of its order, in the order of their ids. `undefined` when the scope has no such ticket. */
  findTicket(scope: Scope, ticketId: string): Promise<TicketWithRelated | undefined>;
  /** Those of the tickets that exist, in any order. */
  ticketsById(merchantId: string, ids: readonly string[]): Promise<readonly Ticket[]>;
  /** Every ticket of these orders, in any order. */
  ticketsOfOrders(merchantId: string, orderIds: readonly string[]): Promise<readonly Ticket[]>;
  /** A page of tickets by `updatedAtMs`, then id, both descending. */
  listTickets(filter: TicketFilter): Promise<readonly Ticket[]>;
  /** How many open tickets there are of each type, workflow and intervention. */
  countTickets(merchantId: string): Promise<readonly Countable[]>;
  /** @param position - from 1, without gaps */
  findEvent(merchantId: string, ticketId: string, position: number): Promise<TicketEvent | undefined>;
  /** The case event that made a version: the first of those that carry it. */
  eventOfVersion(merchantId: string, ticketId: string, version: number): Promise<TicketEvent | undefined>;
  /**
   * The latest entries of a ticket's history: `entry` of its events, or of its creation the first in `created.history`, newest first.
   *
   * @returns `undefined` when `before` is no entry of these kinds
   */
  readHistory(ticket: TicketRef, filter: HistoryFilter): Promise<readonly HistoryEntry[] | undefined>;
  /** A ticket's staff thread, oldest first. */
  staffThread(merchantId: string, ticketId: string): Promise<readonly StaffMessage[]>;
  /** Those of the messages that exist, in any order. */
  staffMessagesById(merchantId: string, ids: readonly string[]): Promise<readonly StaffMessage[]>;
  findIdempotencyRecord(writer: Writer, key: string): Promise<IdempotencyRecord | undefined>;
}

/** Reads streams and their logs. */
export interface StreamReads {
  /** The head of a stream. A stream begins when somebody first looks: at 0, with an epoch of `newEpoch`. */
  streamHead(stream: StreamRef, newEpoch: () => string): Promise<StreamHead>;
  /** Epochs of all streams of a merchant. */
  streamEpochs(merchantId: string): Promise<readonly string[]>;
  /** Sequence numbers of those of the streams that have begun. */
  streamSeqs(streams: readonly StreamRef[]): Promise<readonly (StreamRef & Pick<StreamHead, 'seq'>)[]>;
  /** Lines of a log after sequence number `after`, oldest first. */
  readLog(stream: StreamRef, after: number, limit: number): Promise<readonly LogLine[]>;
}

/** Reads accounts, and which of them are online. */
export interface AccountReads {
  /** All accounts of a merchant: main accounts first, then by name, then by id. */
  listAccounts(merchantId: string): Promise<readonly Account[]>;
  /** Those of the accounts that exist, in any order. */
  findAccounts(wanted: readonly AccountRef[]): Promise<readonly (Account & { readonly merchantId: string })[]>;
  /** Names of a merchant's main accounts, sorted: who can grant permissions. */
  mainAccountNames(merchantId: string): Promise<readonly string[]>;
  /** Ids of accounts that other server processes than `node` say are online. */
  onlineElsewhere(merchantId: string, node: string, nowMs: number): Promise<readonly string[]>;
}

/** Reads deliveries. */
export interface DeliveryReads {
  /**
   * Open deliveries of these accounts, those that no account has, and those that have widened. The latest 500, oldest first: whoever
   * acknowledges nothing finds the rest in the list of tickets.
   */
  openDeliveries(merchantId: string, accountIds: readonly string[], nowMs: number): Promise<readonly Delivery[]>;
  /** Those of the merchants that have an open delivery which was offered, or widened, since `sinceMs`, or which no account has. */
  merchantsWithDeliveries(merchantIds: readonly string[], sinceMs: number, nowMs: number): Promise<readonly string[]>;
  /** Types of the tickets whose open cards no account has. */
  unassignedCardTypes(merchantId: string): Promise<readonly string[]>;
  findDelivery(merchantId: string, id: string): Promise<Delivery | undefined>;
}

/** Reads deadlines. */
export interface DeadlineReads {
  /** Tickets with due deadlines, each once, the longest overdue first. `limit` counts deadlines. */
  dueTickets(nowMs: number, limit: number): Promise<readonly TicketRef[]>;
  /** When the earliest deadline of all is due, milliseconds since the Unix epoch. */
  nextDeadline(): Promise<number | undefined>;
}

/** Everything that can be read. */
export interface StoreReads extends TicketReads, StreamReads, AccountReads, DeliveryReads, DeadlineReads {}

/**
 * One transaction. What it writes takes effect when its work resolves, all of it or nothing, and nobody else sees a part of it. Its reads
 * after a lock see everything that was committed before the lock was granted.
 */
export interface UnitOfWork extends StoreReads {
  /** {@link TicketReads.findTicket}, with the tickets of the order locked until the end. */
  lockTicket(scope: Scope, ticketId: string): Promise<TicketWithRelated | undefined>;
  /**
   * Locks the tickets and all others of their orders, without waiting.
   *
   * @returns the tickets of those orders that could be locked whole, by merchant, then id
   */
  lockOrdersOf(tickets: readonly TicketRef[]): Promise<readonly StoredTicket[]>;
  lockAccount(account: AccountRef): Promise<Account | undefined>;
  /** Counts up from 1, for each merchant and period. Locks the counter, so creates of one merchant run one after another. */
  nextTicketNumber(merchantId: string, period: string): Promise<number>;
  /** Sets what an account may do, and clears `askedAtMs`. */
  setPermissions(account: AccountRef, permissions: readonly Permission[]): Promise<void>;
  /** Removes the due deadlines of tickets. */
  dropDueDeadlines(tickets: readonly TicketRef[], nowMs: number): Promise<void>;
  /**
   * Stores changes with their events, staff messages, deadlines, deliveries, idempotency record and log lines. The deadlines of a changed
   * ticket become those of `scheduledDeadlines(after.ticket)`. A delivery whose message its account already has is left out. Call it last: each
   * stream's sequence numbers have no gaps and become visible in order.
   *
   * @param newEpoch - for streams that begin with this commit
   * @returns the streams that were written to
   */
  commit(commit: Commit, newEpoch: () => string): Promise<readonly AdvancedStream[]>;
}

/** Keeps the keys that sign cards. There is one list for the installation, not one for each merchant. */
export interface CardKeyStore {
  /** All keys, newest first. */
  listCardKeys(): Promise<readonly CardKey[]>;
  /** Adds a key, unless there is one of its generation: several servers may add one at once. @returns whether it was added */
  addCardKey(key: CardKey): Promise<boolean>;
  /** Removes the keys of every generation before this one. */
  dropCardKeysBefore(generation: number): Promise<void>;
}

/**
 * Where a server keeps its data: the port that everything above it uses, and the only thing to write for another database. Times are
 * milliseconds since the Unix epoch and come in as arguments. `@sidecard/server/store-conformance` checks an implementation.
 */
export interface Store extends StoreReads, CardKeyStore {
  /** Brings the schema up to date. Called before everything else, by several servers at once. */
  migrate(): Promise<void>;
  /** Rejects when the database cannot be reached. */
  ping(): Promise<void>;
  /** The database's clock, which all its servers share. */
  now(): Promise<number>;
  /** Reads that all see the same state. */
  snapshot<T>(work: (reads: StoreReads) => Promise<T>): Promise<T>;
  /**
   * Runs `work` as one transaction; an error that it throws undoes it and passes through. After a lost race (deadlock, a row that another
   * transaction has just made) `work` runs again.
   *
   * @param merchantId - whose write it is: writes of one merchant may run one after another. `undefined` for work across merchants.
   */
  transaction<T>(merchantId: string | undefined, work: (unit: UnitOfWork) => Promise<T>): Promise<T>;

  /**
   * The account of a merchant's token. Its first token registers it, without permissions; a newer token updates name and rank.
   *
   * @returns the account, and whether the merchant's list of accounts changed
   */
  registerAccount(claims: AccountClaims): Promise<{ readonly account: Account; readonly changed: boolean }>;
  /** Notes that an account asks for permission to handle tasks. */
  setAsked(account: AccountRef, atMs: number): Promise<void>;

  /** Notes that accounts are online at a server process, until `untilMs`. */
  setOnline(merchantId: string, accountIds: readonly string[], node: string, untilMs: number): Promise<void>;
  setOffline(account: AccountRef, node: string): Promise<void>;
  /** Removes what {@link Store.setOnline} noted until before `beforeMs`. */
  forgetOnline(beforeMs: number): Promise<void>;

  /** Gives an account the open cards of a type that no account has. @returns whether there were any */
  assignCards(
    account: AccountRef,
    type: string,
    times: { readonly atMs: number; readonly widensAtMs: number },
  ): Promise<boolean>;
  /** Closes every delivery of a message. Closing it again changes nothing. */
  closeDeliveries(merchantId: string, messageId: string): Promise<void>;

  /** Removes idempotency records and log lines from before these times. A stream's `floor` follows. */
  forget(before: { readonly idempotencyMs: number; readonly logMs: number }): Promise<void>;
}
