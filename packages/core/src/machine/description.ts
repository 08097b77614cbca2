import type { Field } from '../fields/field.js';
import type { Party, Side } from '../model/states.js';
import type { Texts } from '../values/labels.js';
import type { Action } from './action.js';
import type { Queue } from './ticket-type.js';

/** A code with its words. */
export interface DescribedOption {
  readonly key: string;
  readonly labels: Texts;
}

/** The form and the words of a transition. */
export interface DescribedTransition {
  /** Names it in {@link Action.transition} and in the history. */
  readonly key: string;
  readonly command: string;
  readonly choice?: string;
  readonly by: Party;
  /** The name of its control. */
  readonly labels?: Texts;
  readonly fields?: readonly Field[];
  /** Template of what the buyer reads in the chat, for {@link compose}. Only in the description for who can take the transition. */
  readonly message?: Texts;
}

/**
 * A ticket type as data: all that a client needs to draw tickets of it. A version never changes, so it can be cached for good; texts hold the
 * languages that were asked for. Its rules stay on the server.
 */
export interface TicketTypeDescription {
  readonly key: string;
  /** Opaque. Each projection of a ticket names the one that belongs to it. */
  readonly version: string;
  readonly queue: Queue;
  readonly labels: Texts;
  /** What the buyer fills in. */
  readonly request: readonly Field[];
  readonly reasons: { readonly buyer: readonly DescribedOption[]; readonly merchant: readonly DescribedOption[] };
  readonly deadlines: Readonly<Record<string, { readonly of: Side | 'staff'; readonly labels: Texts }>>;
  readonly transitions: readonly DescribedTransition[];
}

/** Returns the form and the words of an action, or `undefined` while the description that it belongs to is not at hand. */
export function transitionOf(
  type: Pick<TicketTypeDescription, 'transitions'> | undefined,
  { transition }: Pick<Action, 'transition'>,
): DescribedTransition | undefined {
  return type?.transitions.find(({ key }) => key === transition);
}
