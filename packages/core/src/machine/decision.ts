import type { TicketEvent } from '../model/events.js';
import type { Colleague, Ticket } from '../model/ticket.js';
import type { Policy } from '../policy/policy.js';
import type { Outcome } from './refusals.js';
import type { TicketTypes } from './ticket-type.js';

/** What the rules need besides ticket, command and actor. */
export interface DecideContext {
  /** Time of the command by the server's clock, milliseconds since the Unix epoch. */
  readonly now: number;
  readonly types: TicketTypes;
  readonly policy: Policy;
  /** The order's other tickets, which share its budgets. */
  readonly related: readonly Ticket[];
  /** Ids of the actor's uploaded pictures that are not used yet. @default none */
  readonly pictures?: readonly string[];
  /** The shop’s other accounts that may handle the ticket, for a hand-over. @default none */
  readonly colleagues?: readonly Colleague[];
  /** Returns a new, globally unique id. */
  readonly newId: () => string;
}

/** The events, or why the command was refused. */
export type Decision =
  | {
      readonly ok: true;
      readonly value: readonly TicketEvent[];
      /** Events of a linked ticket that is opened in the same step. Commit both or neither. */
      readonly spawned?: readonly TicketEvent[];
    }
  | Extract<Outcome<never>, { readonly ok: false }>;
