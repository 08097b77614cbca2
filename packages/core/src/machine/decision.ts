import type { TicketEvent } from '../model/events.js';
import type { Ticket } from '../model/ticket.js';
import type { Policy } from '../policy/policy.js';
import type { Outcome } from './refusals.js';
import type { TicketTypes } from './ticket-type.js';

/** What the rules need to know beside ticket, command and actor. */
export interface DecideContext {
  /** Time of the command by the server's clock, milliseconds since the Unix epoch. */
  readonly now: number;
  readonly types: TicketTypes;
  readonly policy: Policy;
  /** The order's other tickets: refunds of an order share one cap. */
  readonly related: readonly Ticket[];
  /** Ids of the actor's uploaded pictures that hang on nothing yet. @default none */
  readonly pictures?: readonly string[];
  /** A new id, unique for ever. */
  readonly newId: () => string;
}

/** The events that happen, or why none do. */
export type Decision =
  | {
      readonly ok: true;
      readonly value: readonly TicketEvent[];
      /** Events of a ticket that is opened beside, in the same step: both happen or neither. */
      readonly spawned?: readonly TicketEvent[];
    }
  | Extract<Outcome<never>, { readonly ok: false }>;
