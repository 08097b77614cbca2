import type { Field, FieldProblem, FieldValues } from '../fields/field.js';
import type { Labels } from '../labels.js';
import { COMMON_TRANSITIONS } from '../lifecycle/common-moves.js';
import { deadlineRule, type DeadlineRule } from '../lifecycle/deadlines.js';
import { EFFECTS } from '../lifecycle/effects.js';
import { GUARDS, type Guard } from '../lifecycle/guards.js';
import { type AgreedPath, type Transition, transitionKey } from '../lifecycle/move.js';
import type { Order, Ticket } from '../lifecycle/ticket.js';
import type { RequestObstacle } from '../refusals.js';

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

/**
 * Makes a ticket type of its definition: adds the common moves and checks that rows, guards and deadlines fit together.
 *
 * @throws {TypeError} when the definition is broken, naming what and where: a mistake of whoever wrote it, found at start
 */
export function defineTicketType(definition: TicketTypeDefinition): TicketType {
  const own = new Set(definition.transitions.map(transitionKey));
  const type: TicketType = {
    ...definition,
    guards: { ...GUARDS, ...definition.guards },
    transitions: [...definition.transitions, ...COMMON_TRANSITIONS.filter((common) => !own.has(transitionKey(common)))],
  };
  const broken = (what: string): never => {
    throw new TypeError(`Ticket type "${type.key}": ${what}`);
  };
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(type.key)) broken('the key is to be kebab-case.');
  if (!deadlineRule(type, type.firstDeadline)) broken(`there is no deadline "${type.firstDeadline}".`);
  const keys = new Set<string>();
  for (const transition of type.transitions) {
    const key = transitionKey(transition);
    if (keys.has(key)) broken(`two rows are "${key}"; the second is never reached.`);
    keys.add(key);
    for (const effect of transition.effects ?? [])
      if (!Object.hasOwn(EFFECTS, effect)) broken(`there is no effect "${effect}".`);
    if (transition.spawns && transition.by !== 'merchant')
      broken(`"${key}" opens another ticket, which only the merchant can.`);
  }
  const last = type.agreedPath.at(-1);
  if (type.transitions.some(({ to }) => to === 'agreed-path') && (!last || (last.when ?? []).length > 0))
    broken('the last agreed path is to hold always.');
  for (const row of [...type.transitions, ...type.agreedPath]) {
    for (const guard of row.when ?? []) if (!Object.hasOwn(type.guards, guard)) broken(`there is no guard "${guard}".`);
    if (row.deadline && !deadlineRule(type, row.deadline)) broken(`there is no deadline "${row.deadline}".`);
  }
  for (const key of Object.keys(type.deadlines)) {
    if (!type.transitions.some((transition) => transition.command === 'expire' && transition.choice === key))
      broken(`nothing happens when "${key}" runs out.`);
  }
  return Object.freeze(type);
}

/** Ticket types by key. */
export type TicketTypes = ReadonlyMap<string, TicketType>;

/**
 * Indexes types by key; a later one replaces an earlier one of the same key.
 */
export function indexTypes(types: readonly TicketType[]): TicketTypes {
  return new Map(types.map((type) => [type.key, type]));
}
