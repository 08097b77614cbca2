import type { CardAbout, CardMessage, Policy, Recipient } from '@sidecard/core';
import type { Actor, TicketTypes } from '@sidecard/core/authoring';
import type { Audience } from '@sidecard/core/wire';
import type { Bus } from '../bus/bus.js';
import type { Account, Jwk, Scope, StreamRef, Writer } from '../storage/records.js';
import type { AccountReads, Store } from '../storage/store.js';
import type { Clock, OrderLookup, Principal, Verify } from './ports.js';

/** What the services of one server share. */
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
  /** Looks up a merchant's policy, with the rollout applied. Once for each request and each piece of work: pass the result on. */
  readonly policyOf: (merchantId: string) => Promise<Policy>;
  readonly routeCard: CardRouter;
  readonly cardSigner: CardSigner;
  readonly presence: Presence;
  /** Reports a fault that is nobody's refusal. */
  readonly report: (error: unknown) => void;
}

/** Decides which accounts get a card, those that should get it first in front. */
export type CardRouter = (online: readonly Recipient[], about: CardAbout) => readonly string[];

/** Signs cards in the platform's name, with a key of the installation that the store keeps. */
export interface CardSigner {
  /** Returns the message with a signature over everything in it. */
  sign(message: CardMessage): Promise<CardMessage>;
  /** Returns the public keys, newest first. Makes the first key where there is none. */
  publicKeys(): Promise<readonly Jwk[]>;
  /** Adds a key; see `SidecardServer.rotateCardKey`. @returns its `kid` */
  rotate(options?: { readonly revoke?: boolean }): Promise<string>;
}

/** Knows which accounts are online: those with an open stream, at this server or another. */
export interface Presence {
  /** Counts a stream of an account that has opened. @returns when other servers can know */
  enter(merchantId: string, accountId: string): Promise<void>;
  /** Counts a stream of an account that has ended. */
  leave(merchantId: string, accountId: string): Promise<void>;
  /** The accounts of a merchant that are online. */
  online(reads: AccountReads, merchantId: string): Promise<readonly Account[]>;
  /** Tells other servers again who is online here, and forgets what they no longer tell. */
  renew(): Promise<void>;
}

/** Who sent a request, with what they may do and see. */
export interface Identity extends Writer, Scope, StreamRef {
  readonly principal: Principal;
  /** Acts in commands. */
  readonly actor: Actor;
  /** The record of a merchant's account; none for other parties. */
  readonly account: Account | undefined;
  /** What they read. The host's backend reads what staff read, without actions. */
  readonly audience: Audience;
}

/** What the use cases know of one request. */
export interface RequestContext extends Identity {
  /** The merchant's policy, looked up once for the request. */
  readonly policy: Policy;
}
