import type { Field } from '../fields/field.js';
import type { FieldProblem } from '../fields/kinds/kind.js';
import type { FieldValues } from '../model/field-values.js';
import type { Order } from '../model/order.js';
import type { Party } from '../model/states.js';
import type { Terms, TicketCommitment } from '../model/ticket.js';
import type { Labels } from '../values/labels.js';
import type { DeadlineRule } from './deadlines.js';
import type { Guard } from './guards.js';
import type { Obstacles, RequestCheck, RequestContext } from './obstacles.js';
import type { AgreedPath, Transition } from './transition.js';

/** The queues of a shop's agents (R38, R39). */
export const QUEUES = ['returns-and-exchanges', 'logistics', 'other'] as const;
export type Queue = (typeof QUEUES)[number];

/** A reason for a request or a refusal. */
export interface Reason {
  readonly key: string;
  readonly labels: Labels;
}

/** A ticket type: the source of its forms, checks, actions, rules and texts. */
export interface TicketType {
  /** Stable. Open: any kebab-case string. */
  readonly key: string;
  readonly queue: Queue;
  readonly labels: Labels;
  /** The form of the request. */
  readonly request: readonly Field[];
  readonly reasons: { readonly buyer: readonly Reason[]; readonly merchant: readonly Reason[] };
  /**
   * Set for types whose cases are about pieces of the order, the `items` of the request: what a request that is met does to them. A piece
   * has at most one open case, and none after it was refunded or replaced (R46).
   */
  readonly pieces?: 'refunded' | 'replaced' | 'repaired';
  /**
   * For types about pieces, commands that can be about some of them (R48): the merchant's and the platform's forms of these choose the pieces, and the
   * others go on in a case of their own.
   */
  readonly divisible?: readonly string[];
  /** Key of the deadline that starts with the ticket. */
  readonly firstDeadline: string;
  /** The type's own deadlines, and those of interventions. */
  readonly deadlines: Readonly<Record<string, DeadlineRule>>;
  /** The type's own transitions first, then the common ones. */
  readonly transitions: readonly Transition[];
  /** The result of an agreement: the first entry whose guards hold. */
  readonly agreedPath: readonly AgreedPath[];
  /**
   * Where an open ticket goes when its order changes: the first entry whose guards hold for the order as it is now. If none does, the
   * ticket stays where it is.
   */
  readonly orderPath?: readonly AgreedPath[];
  readonly guards: Readonly<Record<string, Guard>>;
  /** The type's own obstacles, and the common ones. */
  readonly obstacles: Obstacles;
  /** Checks of a new request that single fields cannot express. */
  readonly checkRequest?: (request: FieldValues, order: Order, context: RequestContext) => readonly FieldProblem[];
  /** Returns why an order is not eligible for the ticket type. */
  readonly refuses?: RequestCheck;
  /** Commands of all types that this type does not have, or has in its own way. */
  readonly without?: readonly string[];
  /** Who opens its tickets, besides transitions of other tickets. The merchant needs `task.handle`. @default buyer, staff, host and merchant */
  readonly openedBy?: readonly Party[];
  /** Returns what a new ticket has besides its request, which has been checked. */
  readonly opening?: (request: FieldValues, order: Order, context: RequestContext) => Opening;
  /** Its tickets are resolved when they are opened: only payment and order events follow. */
  readonly resolvedAtOnce?: true;
}

/** What a new ticket has besides its request. */
export interface Opening {
  readonly commitment?: TicketCommitment;
  /** Agreed without an answer of the merchant: the ticket is resolved, and what is owed is paid. */
  readonly agreed?: Terms;
  /** Template of the message to the buyer; `{key}` is the formatted value of a field of the request. */
  readonly message?: Labels;
}

/** What {@link defineTicketType} takes. */
export type TicketTypeDefinition = Omit<TicketType, 'guards' | 'obstacles'> &
  Partial<Pick<TicketType, 'guards' | 'obstacles'>>;

/** Ticket types by key. */
export type TicketTypes = ReadonlyMap<string, TicketType>;

/** Indexes types by key; a later type replaces an earlier one of the same key. */
export function indexTypes(types: readonly TicketType[]): TicketTypes {
  return new Map(types.map((type) => [type.key, type]));
}
