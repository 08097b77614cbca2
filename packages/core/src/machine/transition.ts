import type { Field } from '../fields/field.js';
import type { Permission } from '../model/actor.js';
import type { EventKind } from '../model/event-kinds.js';
import type { FieldValues } from '../model/field-values.js';
import type { Ending, Intervention, Party, Workflow } from '../model/states.js';
import type { Ticket } from '../model/ticket.js';
import type { Labels } from '../values/labels.js';
import type { ActionSlot } from './action-slots.js';
import type { Effect } from './effects.js';

/** The resource that a transition belongs to: the case itself, or the messages between merchant and staff. */
export type Thread = 'case' | 'staff';

/** A transition of a type: who may do what, when, and what becomes of the ticket. The first one that fits is taken. */
export interface Transition {
  readonly command: string;
  /** Tells transitions of one command apart that the actor chooses between: the outcome of a ruling, the deadline that has passed. */
  readonly choice?: string;
  readonly by: Party;
  readonly needs?: Permission;
  readonly from: Workflow | readonly Workflow[];
  /** @default ['none'] */
  readonly whileIntervention?: readonly Intervention[];
  /** Names of guards that must all hold; it does not exist while one does not. */
  readonly when?: readonly string[];
  /** Codes of obstacles of the type: while one of them blocks, it is shown with the reason and cannot be done. */
  readonly blockedBy?: readonly string[];
  /**
   * Why the command is refused while no transition of it fits: the code of the first entry whose guard does not hold.
   *
   * @default 'no-such-move'
   */
  readonly otherwise?: readonly { readonly unless?: string; readonly because: string }[];
  /** `agreed-path`: where the type's `agreedPath` leads under the new terms. */
  readonly to: Workflow | 'unchanged' | 'agreed-path';
  readonly intervention?: Intervention;
  /** What the host reports of a payment. That one is owed follows from what was agreed, when the ticket ends. */
  readonly settlement?: 'pending' | 'succeeded' | 'failed';
  /** How the ticket ends. @default 'met' where it is resolved */
  readonly ending?: Ending;
  /** The deadline that starts, if it runs in the state that is reached. */
  readonly deadline?: string;
  readonly fields?: readonly Field[];
  readonly effects?: readonly Effect[];
  /** It stands beside the case: carries no version and changes none. */
  readonly unversioned?: true;
  /** Where it belongs; one of `staff` writes a message there and leaves the case alone. @default 'case' */
  readonly thread?: Thread;
  /** Opens another ticket for the order in the same step. */
  readonly spawns?: Spawn;
  /** What happened. @default 'moved' */
  readonly event?: EventKind;
  /** Where its control is. @default 'main' */
  readonly slot?: ActionSlot;
  /** The name of its control. */
  readonly labels?: Labels;
  /** What the buyer reads in the chat (R7); `{key}` stands for a field, formatted for people. */
  readonly message?: Labels;
}

/** A ticket that a transition opens, and the merchant's command that it begins with. */
export interface Spawn {
  /** Key of its type. */
  readonly type: string;
  readonly request: (ticket: Ticket, fields: FieldValues) => FieldValues;
  readonly command: string;
  readonly fields: (ticket: Ticket, fields: FieldValues) => FieldValues;
}

/** Where an agreement can lead. */
export interface AgreedPath {
  readonly when?: readonly string[];
  readonly to: Workflow;
  readonly deadline?: string;
  readonly ending?: Ending;
}

/** Returns the key of a transition: short, and stable as long as its condition is. */
export function transitionKey(transition: Transition): string {
  const list = (value: string | readonly string[] = []) => (typeof value === 'string' ? value : value.join('+'));
  const condition = [
    transition.by,
    list(transition.from),
    list(transition.whileIntervention),
    list(transition.when),
  ].join('/');
  return `${transition.command}/${transition.choice ?? ''}/${hash(condition)}`;
}

/** Returns the transition of a type that a key names, such as that of an action. */
export function transitionByKey(
  type: { readonly transitions: readonly Transition[] } | undefined,
  key: string,
): Transition | undefined {
  return type?.transitions.find((transition) => transitionKey(transition) === key);
}

/** Thirty-two bits of a text (FNV-1a): enough to tell the few transitions of a command apart, which `defineTicketType` checks. */
function hash(text: string): string {
  let bits = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) bits = Math.imul(bits ^ text.charCodeAt(i), 0x01000193);
  return (bits >>> 0).toString(36);
}
