import type { FieldProblem } from '../fields/field.js';
import type { Permission } from '../model/actor.js';
import type { Intervention, Workflow } from '../model/states.js';

/** Why a command was not taken although it was well-formed and allowed in general. */
export const MOVE_OBSTACLES = [
  /** No row of the type's table has this command for this party in this state. */
  'no-such-move',
  /** Staff messages need the platform to be intervening (R19). */
  'not-intervening',
  /** Staff messages need a covered type (R19). */
  'type-not-covered',
  /** A colleague is on it; `claim` with `force` takes over. */
  'claimed-by-other',
  /** Nothing of what was paid is left to refund. */
  'nothing-refundable',
  /** The order's tickets have given all the postage or compensation that the policy allows. */
  'cap-reached',
] as const;
export type MoveObstacle = (typeof MOVE_OBSTACLES)[number];

/** Why a ticket of a type cannot be opened for an order. */
export const REQUEST_OBSTACLES = [
  /** The order has another ticket for the same thing. */
  'already-requested',
  /** It is too late: the goods have left, or have arrived. */
  'already-shipped',
  'already-signed',
  /** It is too early: the goods have not left. */
  'not-shipped',
] as const;
export type RequestObstacle = (typeof REQUEST_OBSTACLES)[number];

/**
 * A command that was not carried out. A value, never an exception; nothing has changed. `code` is stable API; texts are not part of it.
 */
export type Refusal =
  | {
      readonly code: 'move-not-allowed';
      readonly command: string;
      readonly because: MoveObstacle;
      readonly workflow: Workflow;
      readonly intervention: Intervention;
    }
  | { readonly code: 'permission-missing'; readonly needs: Permission }
  | { readonly code: 'field-invalid'; readonly problems: readonly FieldProblem[] }
  | { readonly code: 'request-not-allowed'; readonly type: string; readonly because: RequestObstacle }
  /** `version` is the ticket's present one. */
  | { readonly code: 'version-conflict'; readonly version: number }
  | { readonly code: 'command-unknown'; readonly command: string }
  | { readonly code: 'type-unknown'; readonly type: string };

/** The stable code of a refusal by the rules. */
export type RefusalCode = Refusal['code'];

/** The answer of the rules: what happened, or why nothing did. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Refusal };

/** Builds the negative answer. */
export function refuse(error: Refusal): { readonly ok: false; readonly error: Refusal } {
  return { ok: false, error };
}
