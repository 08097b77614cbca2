import type {
  Command,
  CreateBody,
  Order,
  Party,
  Permission,
  Policy,
  Routing,
  Ticket,
  TicketType,
} from '@sidecard/core';
import type { Transport } from '../client.types.js';

/** Who connects. Merchant's accounts are registered by their first connection, as the server does it. */
export interface MemoryIdentity {
  readonly party: Exclude<Party, 'system'>;
  readonly accountId: string;
  readonly name: string;
  /** A main account holds every permission. @default false */
  readonly main?: boolean;
  /** What a sub-account is allowed; what it was given before counts when left out. @default none */
  readonly permissions?: readonly Permission[];
}

/** What {@link createMemoryBackend} takes. */
export interface MemoryBackendOptions {
  readonly merchantId: string;
  /** The shop's orders, or the look-up that a server would have. */
  readonly orders: readonly Order[] | ((merchantId: string, orderId: string) => Order | undefined);
  /** @default the built-in ones */
  readonly types?: readonly TicketType[];
  /** What differs from the default policy. */
  readonly policy?: Partial<Policy>;
  /** Who gets a new ticket's card (R10). @default cardRecipients */
  readonly recipients?: Routing;
  /** Told when the routing of cards gave no good answer. @default console.error */
  readonly onError?: (error: unknown) => void;
  /** The clock, milliseconds since the Unix epoch. @default Date.now */
  readonly now?: () => number;
  /** How long every answer takes, in milliseconds. @default 0 */
  readonly latencyMs?: number;
}

/** One connection of an account, as a tab of its browser has it. Pass it to `createClient` as `transport`. */
export interface MemoryTransport extends Transport {
  /** Breaks the event stream; requests fail as they do without a network. */
  goOffline(): void;
  goOnline(): void;
}

/** A backend in memory, for demonstrations, stories and tests. It answers as the server does, by the same rules. */
export interface MemoryBackend {
  /** Connects an account. Each call is a connection of its own. */
  as(identity: MemoryIdentity): MemoryTransport;
  /**
   * Opens a ticket at once.
   *
   * @param by - @default the buyer of the order
   * @throws {Error} when it is refused: a mistake in the set-up; the refusal is its `cause`
   */
  create(body: CreateBody, by?: MemoryIdentity): Ticket;
  /**
   * Carries out a command at once, on the present version unless it names one.
   *
   * @throws {Error} when it is refused: a mistake in the set-up; the refusal is its `cause`
   */
  act(by: MemoryIdentity, ticketId: string, command: Command): Ticket;
  /** The ticket whole, as only the backend knows it. */
  ticket(ticketId: string): Ticket | undefined;
  /** Grants and revokes (R14): exactly these from now on. */
  setPermissions(accountId: string, permissions: readonly Permission[]): void;
  /** Ends every event stream, as a server does that is restarted or a token that runs out; clients come back by themselves. */
  dropStreams(): void;
  /** Forgets the streams' logs and begins a new epoch, as a database restored from a backup does. */
  restore(): void;
  /** Moves the clock, and does what is due by then. */
  advance(ms: number): void;
  /** Does what is due now; every request does so too. */
  tick(): void;
  now(): number;
}
