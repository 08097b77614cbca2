import type { Field } from '../fields/field.js';
import type { Party, Side } from '../model/states.js';
import type { Texts } from '../values/labels.js';
import type { Action } from './action.js';
import type { Queue } from './ticket-type.js';

/** A code with its label. */
export interface DescribedOption {
  readonly key: string;
  readonly labels: Texts;
}

/** Form and texts of a transition. */
export interface DescribedTransition {
  /** Identifies it in {@link Action.transition} and in the history. */
  readonly key: string;
  readonly command: string;
  readonly choice?: string;
  readonly by: Party;
  /** Label of its control. */
  readonly labels?: Texts;
  readonly fields?: readonly Field[];
  /** Template of the message to the buyer, for {@link compose}. Only in descriptions for the party that can take the transition. */
  readonly message?: Texts;
}

/**
 * A ticket type as data: everything that a client needs to render tickets. A version never changes, so it can be cached permanently; texts
 * are in the requested languages. The rules stay on the server.
 */
export interface TicketTypeDescription {
  readonly key: string;
  /** Opaque. Each projection of a ticket names its description's version. */
  readonly version: string;
  readonly queue: Queue;
  readonly labels: Texts;
  /** The form of the request. */
  readonly request: readonly Field[];
  readonly reasons: { readonly buyer: readonly DescribedOption[]; readonly merchant: readonly DescribedOption[] };
  readonly deadlines: Readonly<Record<string, { readonly of: Side | 'staff'; readonly labels: Texts }>>;
  readonly transitions: readonly DescribedTransition[];
}

/** Returns form and texts of an action, or `undefined` if its description is not loaded. */
export function transitionOf(
  type: Pick<TicketTypeDescription, 'transitions'> | undefined,
  { transition }: Pick<Action, 'transition'>,
): DescribedTransition | undefined {
  return type?.transitions.find(({ key }) => key === transition);
}
