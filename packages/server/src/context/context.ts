import type { CardAbout, CardMessage, Policy, Recipient } from '@sidecard/core';
import type { Actor, TicketTypes } from '@sidecard/core/authoring';
import type { Audience } from '@sidecard/core/wire';
import type { AttachmentOptions } from '../attachments/ports.js';
import type { WorkQueue } from '../attachments/queue.js';
import type { Bus } from '../bus/bus.js';
import type { Account, Jwk, Scope, StreamRef, Writer } from '../storage/records.js';
import type { AccountReads, Store } from '../storage/store.js';
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
  /** Reports an internal error. */
  readonly report: (error: unknown) => void;
}

/** Where pictures are stored, what decodes them, and how many at once. */
export interface Attachments extends AttachmentOptions {
  /** Uploads in this process. */
  readonly uploads: WorkQueue;
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
