import type { CardAbout, CardMessage, Permission, Policy, Recipient } from '@sidecard/core';
import type { Actor, Ticket, TicketTypes } from '@sidecard/core/authoring';
import type { Audience, AuditEntry, StaffMessage } from '@sidecard/core/wire';
import type { AttachmentOptions } from '../attachments/ports.js';
import type { Arrivals } from '../attachments/arrivals.js';
import type { WorkQueue } from '../attachments/queue.js';
import type { Bus } from '../bus/bus.js';
import type { ServerMetrics } from '../metrics/server-metrics.js';
import type { Account, CommittedLines, Jwk, Scope, StreamRef, Writer } from '../storage/records.js';
import type { AccountReads, Store, UnitOfWork } from '../storage/store.js';
import type { WebhookOptions } from './webhook-ports.js';
import type { Clock, OrderLookup, PartyPrincipal, Verify } from './ports.js';

/** Services shared by one server. */
export interface ServerContext {
  readonly store: Store;
  readonly verify: Verify;
  readonly orders: OrderLookup;
  readonly types: TicketTypes;
  readonly clock: Clock;
  readonly bus: Bus;
  /** Identifies this process among those that share the database. */
  readonly node: string;
  readonly newId: () => string;
  /** Looks up a merchant's policy, with the rollout applied. Call it once per request or job, and pass the result on. */
  readonly policyOf: (merchantId: string) => Promise<Policy>;
  readonly routeCard: CardRouter;
  readonly cardSigner: CardSigner;
  readonly presence: Presence;
  /** `undefined` if the server stores no pictures. */
  readonly attachments: Attachments | undefined;
  /** `undefined` if the server sends no webhooks. */
  readonly webhooks: WebhookOptions | undefined;
  readonly audit: AuditTrail;
  readonly metrics: ServerMetrics;
  /** Tells the streams of this process what it has just committed. Hints tell those of others. */
  readonly localCommits: LocalCommits;
  /** Reports an internal error. */
  readonly report: (error: unknown) => void;
}

/** What this process has committed, for its own streams. */
export interface LocalCommit {
  readonly lines: readonly CommittedLines[];
  /** The tickets that changed, and those of their orders. */
  readonly tickets: readonly Ticket[];
  readonly related: readonly Ticket[];
  readonly messages: readonly StaffMessage[];
  readonly policy: Policy;
}

/** Carries commits from writes to streams. */
export interface LocalCommits {
  publish(commit: LocalCommit): void;
  subscribe(listener: (commit: LocalCommit) => void): void;
}

/** Where pictures are stored, what decodes them, and how many at once. */
export interface Attachments extends AttachmentOptions {
  readonly arrivals: Arrivals;
  readonly storing: WorkQueue;
  readonly decoding: WorkQueue;
}

/** Decides which accounts get a card, the preferred ones first. */
export type CardRouter = (online: readonly Recipient[], about: CardAbout) => readonly string[];

/** Signs cards in the platform's name, with the installation's key in the store. */
export interface CardSigner {
  /** Returns the message with a signature over everything in it. */
  sign(message: CardMessage): Promise<CardMessage>;
  /** Returns the public keys, newest first. Creates the first key if there is none. */
  publicKeys(): Promise<readonly Jwk[]>;
  /** Adds a key; see `SidecardServer.rotateCardKey`. @returns its `kid` */
  rotate(options?: { readonly revoke?: boolean }): Promise<string>;
}

/** Records who changed permissions, and who looked at full addresses. */
export interface AuditTrail {
  /** Records a change of permissions in its transaction. */
  permissionsChanged(
    unit: Pick<UnitOfWork, 'addAudit'>,
    by: Pick<Identity, 'merchantId' | 'actor'>,
    accountId: string,
    before: readonly Permission[],
    after: readonly Permission[],
  ): Promise<void>;
  /** Notes that an account was shown full addresses, if it is not the buyer's own. {@link flushAll} records it. */
  addressRead(
    by: Pick<Identity, 'merchantId' | 'actor' | 'audience'>,
    look: Required<Pick<AuditEntry, 'where'>> & Pick<AuditEntry, 'ticketId' | 'orderId'>,
  ): void;
  /** Makes the entry of an erasure, for its transaction. */
  erasure(by: Pick<Identity, 'actor'>, tickets: number): AuditEntry;
  /** Writes what a merchant's accounts looked at. */
  flush(merchantId: string): Promise<void>;
  /** The same for all merchants. Faults are reported, and what could not be written waits for the next time. */
  flushAll(): Promise<void>;
}

/** Tracks which accounts are online: those with an open stream, at this server or another. */
export interface Presence {
  /** Counts an opened stream of an account. @returns when other servers can see it */
  enter(merchantId: string, accountId: string): Promise<void>;
  /** Counts an ended stream of an account. */
  leave(merchantId: string, accountId: string): Promise<void>;
  /** The accounts of a merchant that are online. */
  online(reads: AccountReads, merchantId: string): Promise<readonly Account[]>;
  /** Renews this server's entries for others, and drops expired ones of others. */
  renew(): Promise<void>;
}

/** The sender of a request, with its permissions and audience. */
export interface Identity extends Writer, Scope, StreamRef {
  readonly principal: PartyPrincipal;
  /** Acts in commands. */
  readonly actor: Actor;
  /** The record of a merchant's account; missing for other parties. */
  readonly account: Account | undefined;
  /** The audience of the account. The host's backend reads what staff read, without actions. */
  readonly audience: Audience;
}

/** What the use cases know about a request. */
export interface RequestContext extends Identity {
  /** The merchant's policy, looked up once for the request. */
  readonly policy: Policy;
}
