import type { Field } from '../fields/field.js';
import type { Permission } from '../model/actor.js';
import type { EventKind } from '../model/event-kinds.js';
import type { FieldValues } from '../model/field-values.js';
import type { Ending, Intervention, Party, Workflow } from '../model/states.js';
import type { Ticket } from '../model/ticket.js';
import type { Labels } from '../values/labels.js';
import type { ActionSlot } from './action-slots.js';
import type { Effect } from './effect.js';

/** The resource of a transition: the case itself, or the messages between merchant and staff. */
export type Thread = 'case' | 'staff';

/** A transition of a type: who may do what, when, and with which result. The first one that fits is taken. */
export interface Transition {
  readonly command: string;
  /** Distinguishes transitions of one command: the outcome of a ruling, or the expired deadline. */
  readonly choice?: string;
  readonly by: Party;
  readonly needs?: Permission;
  readonly from: Workflow | readonly Workflow[];
  /** @default ['none'] */
  readonly whileIntervention?: readonly Intervention[];
  /** Names of guards that must all hold; otherwise the transition does not exist. */
  readonly when?: readonly string[];
  /** Codes of the type's obstacles: while one blocks, the action is disabled with that reason. */
  readonly blockedBy?: readonly string[];
  /**
   * Why the command is refused if no transition of it fits: the code of the first entry whose guard does not hold.
   *
   * @default 'no-such-move'
   */
  readonly otherwise?: readonly { readonly unless?: string; readonly because: string }[];
  /**
   * `agreed-path`: the result of the type's `agreedPath`, or of `paths`, under the new terms. `order-path`: of its `orderPath`, if one fits.
   */
  readonly to: Workflow | 'unchanged' | 'agreed-path' | 'order-path';
  /** The results of `agreed-path`, if they are not the type's: the first entry whose guards hold. */
  readonly paths?: readonly AgreedPath[];
  readonly intervention?: Intervention;
  /** Result of a payment reported by the host. Whether one is due derives from the agreement when the ticket ends. */
  readonly settlement?: 'pending' | 'succeeded' | 'failed';
  /** How the ticket ends. @default 'met' if it is resolved */
  readonly ending?: Ending;
  /** The deadline that starts, if it runs in the new state. */
  readonly deadline?: string;
  readonly fields?: readonly Field[];
  readonly effects?: readonly Effect[];
  /** Only appends data: needs no version and does not change it. */
  readonly unversioned?: true;
  /** The thread of the transition. `staff` writes a message and does not change the case. @default 'case' */
  readonly thread?: Thread;
  /** Opens a linked ticket of the order in the same step. */
  readonly spawns?: Spawn;
  /** Kind of its event. @default 'moved' */
  readonly event?: EventKind;
  /** Place of its control. @default 'main', or 'decline' if it {@link isAdverse} */
  readonly slot?: ActionSlot;
  /** Label of its control. */
  readonly labels?: Labels;
  /** Template of the message to the buyer (R7); `{key}` is the formatted value of a field. */
  readonly message?: Labels;
}

/** A ticket that a transition opens, and the merchant's first command on it. */
export interface Spawn {
  /** Key of its ticket type. */
  readonly type: string;
  readonly request: (ticket: Ticket, fields: FieldValues) => FieldValues;
  readonly command: string;
  readonly fields: (ticket: Ticket, fields: FieldValues) => FieldValues;
}

/** A possible result of an agreement, or of a change of the order. */
export interface AgreedPath {
  readonly when?: readonly string[];
  readonly to: Workflow;
  readonly deadline?: string;
  readonly ending?: Ending;
  /** The buyer pays first. */
  readonly settlement?: 'pending';
}

const ADVERSE_EVENTS: ReadonlySet<EventKind> = new Set(['declined', 'proposal-rejected', 'withdrawn', 'ruled']);

/** Whether a transition refuses, reports a failure, rejects, withdraws or rules: its button is never filled. */
export function isAdverse({ to, event = 'moved' }: Pick<Transition, 'to' | 'event'>): boolean {
  return to === 'declined' || ADVERSE_EVENTS.has(event);
}

/** Returns the place of a transition's control. */
export function slotOf(transition: Pick<Transition, 'slot' | 'to' | 'event'>): ActionSlot {
  return transition.slot ?? (isAdverse(transition) ? 'decline' : 'main');
}

/** Returns the key of a transition. It is short, and stable as long as the transition's condition is. */
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

/** Returns a type's transition by its key, such as that of an action. */
export function transitionByKey(
  type: { readonly transitions: readonly Transition[] } | undefined,
  key: string,
): Transition | undefined {
  return type?.transitions.find((transition) => transitionKey(transition) === key);
}

/** A 32-bit hash (FNV-1a): enough to distinguish a command's few transitions, which `defineTicketType` checks. */
function hash(text: string): string {
  let bits = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) bits = Math.imul(bits ^ text.charCodeAt(i), 0x01000193);
  return (bits >>> 0).toString(36);
}
