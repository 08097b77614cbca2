import type { Order, Permission } from '@sidecard/core';
import type { HistoryEntry, Ticket, TicketEvent } from '@sidecard/core/authoring';
import type { ArchiveEntry, ArchiveFilter, Countable } from '@sidecard/core/server';
import type { ArchiveCount, AuditEntry, Note, Period, StaffMessage } from '@sidecard/core/wire';
import type {
  Account,
  AccountClaims,
  AccountRef,
  AdvancedStream,
  ArchiveQuery,
  Attachment,
  AuditQuery,
  CardKey,
  Commit,
  Delivery,
  DueTicket,
  Erased,
  EventPlace,
  HistoryFilter,
  IdempotencyRecord,
  ListPage,
  ListQuery,
  ListRows,
  LockedOrder,
  LockedTicket,
  LogLine,
  OrderRef,
  Scope,
  StoredNote,
  StoredTemplate,
  StoredTicket,
  StreamHead,
  StreamRef,
  TicketFilter,
  TicketRef,
  TicketWithRelated,
  Writer,
  WriterKey,
} from './records.js';
import type { WebhookQueue, WebhookReads, WebhookUnit } from './webhook-store.js';

/**
 * Reads tickets, their events and staff threads, and outcomes of writes. A persistent store reads data of earlier releases with
 * `readStoredTicket` and `readStoredEvent` of `@sidecard/core/server`.
 *
 * A ticket that was asked for may have no more of its history than `excerptOf` of `@sidecard/core/server`, one that is read besides it, or
 * in `readList`, none of it; `leftOut` counts the others. So what a long history costs is bounded.
 */
export interface TicketReads {
  /** Finds a ticket with the other tickets of its order, by id. `undefined` if the scope has no such ticket. */
  findTicket(scope: Scope, ticketId: string): Promise<TicketWithRelated | undefined>;
  /** Returns the tickets that exist, in any order. */
  ticketsById(merchantId: string, ids: readonly string[]): Promise<readonly Ticket[]>;
  /** Returns every ticket of these orders, in any order. */
  ticketsOfOrders(merchantId: string, orderIds: readonly string[]): Promise<readonly Ticket[]>;
  /** Returns a page of tickets by `updatedAtMs`, then id, both descending. */
  listTickets(filter: TicketFilter): Promise<readonly Ticket[]>;
  /** Counts open tickets by type and by whom they wait for, each up to `max`. */
  countTickets(merchantId: string, max: number): Promise<readonly Countable[]>;
  /** Returns a page of a list, and counts the list. */
  readList(query: ListQuery, page: ListPage): Promise<ListRows>;
  /** Counts the tickets of lists, each up to `max`. @returns the counts in the order of the lists */
  countLists(queries: readonly ListQuery[], max: number): Promise<readonly number[]>;
  /** @param position - from 1, without gaps */
  findEvent(merchantId: string, ticketId: string, position: number): Promise<TicketEvent | undefined>;
  /** Finds several events of a merchant. @returns them in the order of their places, `undefined` for those that do not exist */
  findEvents(merchantId: string, places: readonly EventPlace[]): Promise<readonly (TicketEvent | undefined)[]>;
  /** Returns the case event of a version: the first one with it. */
  eventOfVersion(merchantId: string, ticketId: string, version: number): Promise<TicketEvent | undefined>;
  /**
   * Returns the latest entries of a ticket's history: `entry` of its events, or of its creation the first in `created.history`, newest
   * first.
   *
   * @returns `undefined` if `before` is not an entry of these kinds
   */
  readHistory(ticket: TicketRef, filter: HistoryFilter): Promise<readonly HistoryEntry[] | undefined>;
  /** A ticket's staff thread, oldest first. */
  staffThread(merchantId: string, ticketId: string): Promise<readonly StaffMessage[]>;
  /** Returns the messages that exist, in any order. */
  staffMessagesById(merchantId: string, ids: readonly string[]): Promise<readonly StaffMessage[]>;
  /** Returns an order's record. Orders whose tickets an earlier release stored have none. */
  findOrder(merchantId: string, orderId: string): Promise<Order | undefined>;
  findIdempotencyRecord(writer: Writer, key: string): Promise<IdempotencyRecord | undefined>;
}

/** Reads streams and their logs. */
export interface StreamReads {
  /** Returns the head of a stream. A stream is created on first access: at 0, with an epoch of `newEpoch`. */
  streamHead(stream: StreamRef, newEpoch: () => string): Promise<StreamHead>;
  /** Returns the epochs of those streams of a merchant that exist. */
  streamEpochs(merchantId: string, streams: readonly string[]): Promise<readonly string[]>;
  /** Returns the sequence numbers of the streams that exist. */
  streamSeqs(streams: readonly StreamRef[]): Promise<readonly (StreamRef & Pick<StreamHead, 'seq'>)[]>;
  /** Returns the sequence number of the first line of a log that was committed at a time or later. */
  firstLineSince(stream: StreamRef, atMs: number): Promise<number | undefined>;
  /** Returns lines of a log after sequence number `after`, oldest first. */
  readLog(stream: StreamRef, after: number, limit: number): Promise<readonly LogLine[]>;
}

/** Reads accounts, and which of them are online. */
export interface AccountReads {
  /** Returns all accounts of a merchant: main accounts first, then by name, then by id. */
  listAccounts(merchantId: string): Promise<readonly Account[]>;
  /** Returns the accounts that exist, in any order. */
  findAccounts(wanted: readonly AccountRef[]): Promise<readonly (Account & { readonly merchantId: string })[]>;
  /** Returns the names of a merchant's main accounts, who can grant permissions, sorted. */
  mainAccountNames(merchantId: string): Promise<readonly string[]>;
  /** Returns ids of accounts that are online at server processes other than `node`. */
  onlineElsewhere(merchantId: string, node: string, nowMs: number): Promise<readonly string[]>;
}

/** Reads deliveries. */
export interface DeliveryReads {
  /**
   * Returns open deliveries: of these accounts, unassigned ones, and those that have widened. The latest 500, oldest first; older ones
   * remain visible in the list of tickets.
   */
  openDeliveries(merchantId: string, accountIds: readonly string[], nowMs: number): Promise<readonly Delivery[]>;
  /** Returns the merchants with an open delivery that was offered, or widened, since `sinceMs`, or that is unassigned. */
  merchantsWithDeliveries(merchantIds: readonly string[], sinceMs: number, nowMs: number): Promise<readonly string[]>;
  /** Returns the types of tickets with unassigned open cards. */
  unassignedCardTypes(merchantId: string): Promise<readonly string[]>;
  findDelivery(merchantId: string, id: string): Promise<Delivery | undefined>;
  /** Returns those deliveries that exist and are open, in any order. */
  openDeliveriesById(merchantId: string, ids: readonly string[]): Promise<readonly Delivery[]>;
}

/** Reads deadlines. */
export interface DeadlineReads {
  /** Returns tickets with due deadlines, each once and with all that are due, longest overdue first. `limit` counts deadlines. */
  dueTickets(nowMs: number, limit: number): Promise<readonly DueTicket[]>;
  /** Returns when the earliest of the deadlines that are due after `afterMs` is due, milliseconds since the Unix epoch. */
  nextDeadline(afterMs: number): Promise<number | undefined>;
}

/** Reads what is known about uploaded pictures. */
export interface AttachmentReads {
  findAttachment(merchantId: string, id: string): Promise<Attachment | undefined>;
  /** Counts the pictures that an account has uploaded and that are neither used nor expired. */
  countUploads(uploader: Writer): Promise<number>;
  /**
   * Returns used pictures of other tickets that look like a used one and were uploaded before it, oldest first: those whose hashes differ in
   * at most 7 bits. Stores with many pictures may look at some of those that have a quarter of the hash in common only.
   */
  similarUses(picture: Attachment, limit: number): Promise<readonly Attachment[]>;
}

/** Reads internal notes. */
export interface NoteReads {
  /** Returns a ticket’s notes, oldest first. */
  listNotes(ticket: TicketRef): Promise<readonly Note[]>;
  /** Returns the note of an earlier write. */
  findNote(writer: Writer, key: string): Promise<StoredNote | undefined>;
}

/** Reads templates. */
export interface TemplateReads {
  /** Returns the shop’s templates and those of an account, by name, then by id, then the shop’s first. */
  listTemplates(account: AccountRef): Promise<readonly StoredTemplate[]>;
  /** Returns the template of the account or, if it has none with this id, the shop’s. Those of other accounts do not exist. */
  findTemplate(account: AccountRef, id: string): Promise<StoredTemplate | undefined>;
}

/** Reads the audit trail. */
export interface AuditReads {
  /** Returns a page of entries, latest first. */
  listAudit(query: AuditQuery): Promise<readonly AuditEntry[]>;
}

/** Reads the archive. */
export interface ArchiveReads {
  /** Returns a page of entries by `atMs`, ticket and line, all descending. */
  listArchive(query: ArchiveQuery): Promise<readonly ArchiveEntry[]>;
  /** Returns all entries of tickets, in any order. */
  archiveOf(merchantId: string, ticketIds: readonly string[]): Promise<readonly ArchiveEntry[]>;
  /**
   * Counts entries by period, product and defect, as core's `countArchive` does: latest periods first, otherwise in any order.
   *
   * @param periods - that do not overlap
   */
  countArchive(
    filter: ArchiveFilter & { readonly merchantId: string },
    periods: readonly Period[],
    limit: number,
  ): Promise<readonly ArchiveCount[]>;
  /** Returns the latest title of products that have entries. */
  archivedTitles(merchantId: string, products: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Returns when the oldest case in each merchant's archive was opened. */
  oldestArchived(): Promise<readonly { readonly merchantId: string; readonly atMs: number }[]>;
}

/** All reads. */
export interface StoreReads
  extends
    TicketReads,
    StreamReads,
    AccountReads,
    DeliveryReads,
    DeadlineReads,
    AttachmentReads,
    TemplateReads,
    NoteReads,
    AuditReads,
    ArchiveReads,
    WebhookReads {}

/**
 * A transaction. Its writes take effect together when its work resolves, or not at all, and are invisible until then. Reads after a lock
 * see everything committed before the lock was granted.
 */
export interface UnitOfWork extends StoreReads, WebhookUnit {
  /**
   * Like {@link TicketReads.findTicket}, and locks the order's tickets until the end.
   *
   * @param write - a write whose earlier outcome is to be found as well, as by {@link TicketReads.findIdempotencyRecord}
   */
  lockTicket(scope: Scope, ticketId: string, write?: WriterKey): Promise<LockedTicket | undefined>;
  /**
   * Locks the tickets of orders, without waiting.
   *
   * @returns the tickets of the orders that could be locked completely, by merchant, then id
   */
  lockOrders(orders: readonly OrderRef[]): Promise<readonly StoredTicket[]>;
  /** Locks an order's tickets, then its record, until the end. */
  lockOrder(merchantId: string, orderId: string): Promise<LockedOrder>;
  lockAccount(account: AccountRef): Promise<Account | undefined>;
  /** Counts up from 1, per merchant and period. Locks the counter, so creates of one merchant run sequentially. */
  nextTicketNumber(merchantId: string, period: string): Promise<number>;
  /** Sets an account's permissions, and clears `askedAtMs`. */
  setPermissions(account: AccountRef, permissions: readonly Permission[]): Promise<void>;
  /** Stores a note. If a concurrent transaction stores one with its key first, this one conflicts with it and runs again. */
  addNote(note: StoredNote): Promise<void>;
  /** Locks an owner’s templates. @param owner - empty for the shop. @returns how many there are, including those stored meanwhile */
  lockTemplates(merchantId: string, owner: string): Promise<number>;
  /** Stores a template, in place of the owner’s with its id. */
  putTemplate(template: StoredTemplate): Promise<void>;
  dropTemplate(merchantId: string, owner: string, id: string): Promise<void>;
  /** Stores an uploaded picture. */
  addAttachment(attachment: Attachment): Promise<void>;
  /** Locks those pictures that an account has uploaded and that are ready and not used. @returns their ids, in any order */
  lockUploads(uploader: Writer, ids: readonly string[]): Promise<readonly string[]>;
  /** Like {@link ArchiveReads.archiveOf}, and locks the entries until the end. */
  lockArchive(merchantId: string, ticketIds: readonly string[]): Promise<readonly ArchiveEntry[]>;
  /** Stores entries of a merchant's audit trail. Those that are stored already, with their time and id, stay as they are. */
  addAudit(merchantId: string, entries: readonly AuditEntry[]): Promise<void>;
  /** Removes the due deadlines of tickets. */
  dropDueDeadlines(tickets: readonly TicketRef[], nowMs: number): Promise<void>;
  /**
   * Stores changes with their events, staff messages, deadlines, deliveries, orders, archive entries, idempotency record and log lines, and
   * marks their pictures as used. The deadlines of a changed ticket become those of `scheduledDeadlines(after.ticket)`. Skips deliveries whose account already has the message. Call it last: each
   * stream's sequence numbers have no gaps and become visible in order.
   *
   * @param newEpoch - for streams created by this commit
   * @returns the streams that were written to
   */
  commit(commit: Commit, newEpoch: () => string): Promise<readonly AdvancedStream[]>;
}

/** Stores the keys that sign cards: one list for the installation, not per merchant. */
export interface CardKeyStore {
  /** All keys, newest first. */
  listCardKeys(): Promise<readonly CardKey[]>;
  /** Adds a key, unless one of its generation exists: several servers may add one concurrently. @returns whether it was added */
  addCardKey(key: CardKey): Promise<boolean>;
  /** Removes the keys of all earlier generations. */
  dropCardKeysBefore(generation: number): Promise<void>;
}

/**
 * The server's storage: the port that all other modules use, and the only interface to implement for another database. Times are
 * milliseconds since the Unix epoch and passed as arguments. `@sidecard/server/store-conformance` tests an implementation.
 */
export interface Store extends StoreReads, CardKeyStore, WebhookQueue {
  /** Migrates the schema. Called before everything else, possibly by several servers concurrently. */
  migrate(): Promise<void>;
  /** Rejects if the database cannot be reached. */
  ping(): Promise<void>;
  /** The database's clock, which all its servers share. */
  now(): Promise<number>;
  /** Runs reads that all see the same state. */
  snapshot<T>(work: (reads: StoreReads) => Promise<T>): Promise<T>;
  /**
   * Runs `work` as one transaction; if it throws, the transaction is rolled back and the error passed on. After a conflict with a
   * concurrent transaction (deadlock, duplicate row) `work` runs again.
   *
   * @param merchantId - the merchant of the write: a merchant's writes may run sequentially. `undefined` for work across merchants.
   */
  transaction<T>(merchantId: string | undefined, work: (unit: UnitOfWork) => Promise<T>): Promise<T>;

  /**
   * Returns the account of a merchant's token. Its first token registers it, without permissions; a newer token updates name and role.
   *
   * @returns the account, and whether the merchant's list of accounts changed
   */
  registerAccount(claims: AccountClaims): Promise<{ readonly account: Account; readonly changed: boolean }>;
  /** Stores that an account requests permission to handle tasks. */
  setAsked(account: AccountRef, atMs: number): Promise<void>;

  /** Stores that accounts are online at a server process, until `untilMs`. */
  setOnline(merchantId: string, accountIds: readonly string[], node: string, untilMs: number): Promise<void>;
  setOffline(account: AccountRef, node: string): Promise<void>;
  /** Removes entries of {@link Store.setOnline} that expired before `beforeMs`. */
  forgetOnline(beforeMs: number): Promise<void>;

  /** Assigns an account the unassigned open cards of a type. @returns whether there were any */
  assignCards(
    account: AccountRef,
    type: string,
    times: { readonly atMs: number; readonly widensAtMs: number },
  ): Promise<boolean>;
  /** Closes every delivery of a message. Repeating it has no effect. */
  closeDeliveries(merchantId: string, messageId: string): Promise<void>;

  /** Makes an uploaded picture `ready`. @returns whether it was `storing` */
  completeUpload(merchantId: string, id: string): Promise<boolean>;
  /** Marks pictures as `expired` that were uploaded before `beforeMs` and are not used. @returns them, and those marked earlier */
  expireUploads(
    beforeMs: number,
    limit: number,
  ): Promise<readonly Pick<Attachment, 'merchantId' | 'id' | 'storageKey'>[]>;
  /** Removes an `expired` picture. */
  dropUpload(merchantId: string, id: string): Promise<void>;

  /** Removes a merchant's archive entries of cases that were opened before a time, at most `limit`. @returns how many */
  dropArchive(merchantId: string, beforeMs: number, limit: number): Promise<number>;

  /**
   * Removes tickets of a buyer that have ended, with everything that hangs on them: events, messages, notes, deliveries (also of
   * webhooks), search terms, archive entries, and orders that have no ticket left. Their pictures become `expired`. Their lines leave the
   * logs, whose `floor` rises; in the log of the feed they stay, but tell nothing (`event`, without ids). A ticket has ended when `isOver`
   * says so, and stays while another one of its order has not. The buyer's orders that never had a ticket are removed, too, and their
   * pictures that nothing uses (uploader `buyer:<buyerId>`) become `expired`.
   *
   * @param limit - maximum number of tickets. Those of one order are removed together, also if they are more
   * @param entryOf - the entry of the audit trail for some tickets, or none, which is added in the same transaction if anything is removed
   */
  eraseBuyer(
    merchantId: string,
    buyerId: string,
    limit: number,
    entryOf: (tickets: number) => AuditEntry,
  ): Promise<Erased>;

  /** Returns when the ticket of each merchant that has not changed for the longest time changed last. */
  oldestTickets(): Promise<readonly { readonly merchantId: string; readonly atMs: number }[]>;

  /**
   * Removes a merchant's tickets that have ended and of which nothing is newer than a time, also no staff message and no note, as `eraseBuyer`
   * does, but for entries of the archive and lines of the logs, which have a time of their own. Those entries lose the words of the request
   * (`withoutRequest`). A ticket stays while another one of its order does, and all stay while a line of the merchant's logs is older than
   * that time: it could not be read without its ticket.
   *
   * @param limit - maximum number of tickets that are looked for; those of one order go together, also if they are more
   * @returns how many tickets
   */
  eraseOld(merchantId: string, beforeMs: number, limit: number): Promise<number>;

  /**
   * Removes idempotency records, log lines and entries of the audit trail from before these times, raises the streams' `floor`, and removes
   * deliveries of webhooks that are as old as those lines.
   *
   * @param giveWay - awaited between the parts of a work that would keep requests waiting
   */
  forget(
    before: { readonly idempotencyMs: number; readonly logMs: number; readonly auditMs: number },
    giveWay?: () => Promise<void>,
  ): Promise<void>;
}
