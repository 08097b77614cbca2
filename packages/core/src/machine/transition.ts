import type { Field } from '../fields/field.js';
import type { Permission } from '../model/actor.js';
import type { EventKind } from '../model/event-kinds.js';
import type { FieldValues } from '../model/field-values.js';
import type { Ending, Intervention, Party, Workflow } from '../model/states.js';
import type { Ticket } from '../model/ticket.js';
import type { Labels } from '../values/labels.js';
import type { EffectName } from './effects.js';

/**
 * A row of a type's table: who may do what, when, and what becomes of it. The first row that fits is taken.
 */
export interface Transition {
  readonly command: string;
  /** Tells rows of one command apart that the actor chooses between: the outcome of a ruling, the deadline that ran out. */
  readonly choice?: string;
  readonly by: Party;
  readonly needs?: Permission;
  readonly from: Workflow | readonly Workflow[];
  /** @default ['none'] */
  readonly whileIntervention?: readonly Intervention[];
  /** Names of guards that must all hold. */
  readonly when?: readonly string[];
  /** `agreed-path`: where the type's `agreedPath` leads under the new terms. */
  readonly to: Workflow | 'unchanged' | 'agreed-path';
  readonly intervention?: Intervention;
  /** What the host reports of a payment. That one is owed follows from what was agreed, when the ticket ends. */
  readonly settlement?: 'pending' | 'succeeded' | 'failed';
  /** How the ticket ends. @default 'met' where it is resolved */
  readonly ending?: Ending;
  /** The deadline that starts. While intervention is on, only those of the intervention start. */
  readonly deadline?: string;
  readonly fields?: readonly Field[];
  readonly effects?: readonly EffectName[];
  /** Appends beside the case: carries no version and changes none. */
  readonly unversioned?: true;
  /** Opens another ticket for the order in the same step. */
  readonly spawns?: Spawn;
  /** What happened, when the command's usual event does not say it. */
  readonly event?: EventKind;
  /** The button. */
  readonly labels?: Labels;
  /** What the buyer is told in the chat (R7); `{key}` stands for a field, shown as people read it. */
  readonly message?: Labels;
}

/** A ticket that a move opens, and the command of the merchant that it begins with. */
export interface Spawn {
  /** Key of its type. */
  readonly type: string;
  readonly request: (ticket: Ticket, fields: FieldValues) => FieldValues;
  readonly command: string;
  readonly fields: (ticket: Ticket, fields: FieldValues) => FieldValues;
}

/** One way on after an agreement. */
export interface AgreedPath {
  readonly when?: readonly string[];
  readonly to: Workflow;
  readonly deadline?: string;
  readonly ending?: Ending;
}

/** The key of a row, stable while its condition is and short: what an offer names it by. */
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

/** Thirty-two bits of a text (FNV-1a). Enough to tell the few rows of a command apart; `defineTicketType` sees to it. */
function hash(text: string): string {
  let bits = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) bits = Math.imul(bits ^ text.charCodeAt(i), 0x01000193);
  return (bits >>> 0).toString(36);
}
