import type { FieldLimits } from '../fields/kinds/kind.js';
import type { Permission } from '../model/actor.js';
import type { Side } from '../model/states.js';
import type { Labels } from '../values/labels.js';
import type { ActionSlot } from './action-slots.js';
import type { Thread } from './transition.js';

/** Something that an audience can do with a ticket now: its control, the limits of its form, and what it leads to. */
export interface Action {
  readonly command: string;
  readonly choice?: string;
  /** Key of the transition; `transitionOf` finds its fields and texts in the description of the type. */
  readonly transition: string;
  /** Where its control is. */
  readonly slot: ActionSlot;
  /** The resource that it is sent to. @default 'case' */
  readonly thread?: Thread;
  /** The permission that the account must have. */
  readonly needs?: Permission;
  /** Limits that come from the ticket, by field key. */
  readonly limits?: Readonly<Record<string, FieldLimits>>;
  /** Until when it can be done: the deadline that it answers, milliseconds since the Unix epoch. */
  readonly dueAtMs?: number;
  /** The deadline that starts with it: whose it is and how long it lasts. */
  readonly starts?: { readonly key: string; readonly of: Side | 'staff'; readonly lastsMs: number };
  /** It stands beside the case: it needs no version, and waits for no other command. */
  readonly unversioned?: true;
  /** Why it cannot be done, a code: `decide` refuses it with the same. */
  readonly disabledReason?: string;
  /** The reason in words, where the type has them. */
  readonly disabledLabels?: Labels;
}

/** Returns the actions as one account has them: those whose permission it lacks are disabled with `permission-missing` (R11, R12). */
export function actionsWith(actions: readonly Action[], permissions: readonly Permission[]): readonly Action[] {
  return actions.map((action) => {
    if (!action.needs || permissions.includes(action.needs)) return action;
    const { disabledLabels: _labels, ...rest } = action;
    return { ...rest, disabledReason: PERMISSION_MISSING };
  });
}

/** Why an action is disabled whose permission the account lacks. */
export const PERMISSION_MISSING = 'permission-missing';
