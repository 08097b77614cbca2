import type { FieldLimits } from '../fields/kinds/kind.js';
import type { Permission } from '../model/actor.js';
import type { Side } from '../model/states.js';
import type { Labels } from '../values/labels.js';
import type { ActionSlot } from './action-slots.js';
import type { Thread } from './transition.js';

/** What an audience can do with a ticket now: its control, the limits of its form, and its result. */
export interface Action {
  readonly command: string;
  readonly choice?: string;
  /** Key of the transition; `transitionOf` finds its fields and texts in the type's description. */
  readonly transition: string;
  /** Place of its control. */
  readonly slot: ActionSlot;
  /** The resource to send it to. @default 'case' */
  readonly thread?: Thread;
  /** The required permission. */
  readonly needs?: Permission;
  /** Limits that depend on the ticket, by field key. */
  readonly limits?: Readonly<Record<string, FieldLimits>>;
  /** Until when it is possible: the deadline that it meets, milliseconds since the Unix epoch. */
  readonly dueAtMs?: number;
  /** The deadline that it starts: whose it is and how long it lasts. */
  readonly starts?: { readonly key: string; readonly of: Side | 'staff'; readonly lastsMs: number };
  /** Needs no version and does not wait for other commands. */
  readonly unversioned?: true;
  /** Code of why it is not possible; `decide` refuses it with the same code. */
  readonly disabledReason?: string;
  /** Labels of the reason, if the type has them. */
  readonly disabledLabels?: Labels;
}

/** Returns the actions of one account: those without the required permission are disabled with `permission-missing` (R11, R12). */
export function actionsWith(actions: readonly Action[], permissions: readonly Permission[]): readonly Action[] {
  return actions.map((action) => {
    if (!action.needs || permissions.includes(action.needs)) return action;
    const { disabledLabels: _labels, ...rest } = action;
    return { ...rest, disabledReason: PERMISSION_MISSING };
  });
}

/** The `disabledReason` of an action whose permission the account lacks. */
export const PERMISSION_MISSING = 'permission-missing';
