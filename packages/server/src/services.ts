import type { Policy, TicketTypes } from '@sidecard/core';
import type { Kysely } from 'kysely';
import type { Verify } from './auth/principal.js';
import type { Bus } from './bus/bus.js';
import type { MerchantQueue } from './commands/merchant-queue.js';
import type { CardSigner } from './deliveries/card-signer.js';
import type { CardRouter } from './deliveries/routing.js';
import type { Clock, OrderLookup } from './options.js';
import type { Tables } from './storage/schema.js';

/** The database, or a transaction of it. */
export type Db = Kysely<Tables>;

/** What the parts of a server share. Made once by `createSidecardServer`. */
export interface Services {
  readonly db: Db;
  readonly verify: Verify;
  readonly orders: OrderLookup;
  readonly types: TicketTypes;
  readonly clock: Clock;
  readonly bus: Bus;
  readonly queue: MerchantQueue;
  /** This process, among those that share the database. */
  readonly node: string;
  readonly newId: () => string;
  /** The policy of a merchant as it is now, with the rollout taken into account. */
  readonly policyOf: (merchantId: string) => Promise<Policy>;
  readonly routeCard: CardRouter;
  readonly cardSigner: CardSigner;
  /** Says that something is broken. */
  readonly report: (error: unknown) => void;
}
