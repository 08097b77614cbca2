import type { Field, FieldProblem } from '../fields/field.js';
import type { FieldValues } from '../model/field-values.js';
import type { Order } from '../model/order.js';
import type { Ticket } from '../model/ticket.js';
import type { Labels } from '../values/labels.js';
import type { DeadlineRule } from './deadlines.js';
import type { Guard } from './guards.js';
import type { RequestObstacle } from './refusals.js';
import type { AgreedPath, Transition } from './transition.js';

/** The queues of a shop's agents (R38, R39). */
export const QUEUES = ['returns-and-exchanges', 'logistics', 'other'] as const;
export type Queue = (typeof QUEUES)[number];

/** A reason to choose, for a request or a refusal. */
export interface Reason {
  readonly key: string;
  readonly labels: Labels;
}

/** A type of ticket, whole: its forms, checks, buttons, rules and words all come from this. */
export interface TicketType {
  /** Stable and open: any kebab-case string. */
  readonly key: string;
  readonly queue: Queue;
  readonly labels: Labels;
  /** What a buyer fills in. */
  readonly request: readonly Field[];
  readonly reasons: { readonly buyer: readonly Reason[]; readonly merchant: readonly Reason[] };
  /** The deadline that starts with the ticket: how long the merchant has to answer. */
  readonly firstDeadline: string;
  readonly deadlines: Readonly<Record<string, DeadlineRule>>;
  /** Own rows first, then those common to all types. */
  readonly transitions: readonly Transition[];
  /** Where an agreement leads; the first whose guards hold. */
  readonly agreedPath: readonly AgreedPath[];
  readonly guards: Readonly<Record<string, Guard>>;
  /** What the fields' own checks cannot say of a request. */
  readonly checkRequest?: (request: FieldValues, order: Order) => readonly FieldProblem[];
  /**
   * Why there can be no ticket of the type for an order as it stands.
   *
   * @param related - the order's tickets
   */
  readonly refuses?: (order: Order, related: readonly Ticket[]) => RequestObstacle | undefined;
}

/** What {@link defineTicketType} takes. */
export type TicketTypeDefinition = Omit<TicketType, 'guards'> & Partial<Pick<TicketType, 'guards'>>;

/** Ticket types by key. */
export type TicketTypes = ReadonlyMap<string, TicketType>;

/**
 * Indexes types by key; a later one replaces an earlier one of the same key.
 */
export function indexTypes(types: readonly TicketType[]): TicketTypes {
  return new Map(types.map((type) => [type.key, type]));
}
