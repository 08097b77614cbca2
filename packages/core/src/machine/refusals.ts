import type { FieldProblem } from '../fields/kinds/kind.js';
import type { Permission } from '../model/actor.js';
import type { Intervention, Workflow } from '../model/states.js';
import type { OrderRefusal } from '../order/facts.js';
import type { Labels } from '../values/labels.js';

/** A refused command. A value, never an exception; nothing has changed. `code` is stable API; texts are not part of it. */
export type Refusal =
  | {
      readonly code: 'move-not-allowed';
      readonly command: string;
      /** Code of the type's obstacle. */
      readonly because: string;
      readonly becauseLabels?: Labels;
      readonly workflow: Workflow;
      readonly intervention: Intervention;
    }
  | { readonly code: 'permission-missing'; readonly needs: Permission }
  | { readonly code: 'field-invalid'; readonly problems: readonly FieldProblem[] }
  | {
      readonly code: 'request-not-allowed';
      readonly type: string;
      readonly because: string;
      readonly becauseLabels?: Labels;
    }
  /** What the host reported about an order contradicts itself or what is known. */
  | OrderRefusal
  /** `version` is the ticket's current version. */
  | { readonly code: 'version-conflict'; readonly version: number }
  | { readonly code: 'command-unknown'; readonly command: string }
  | { readonly code: 'type-unknown'; readonly type: string };

/** The stable code of a refusal by the rules. */
export type RefusalCode = Refusal['code'];

/** The result of a decision: its value, or the refusal. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Refusal };

/** Creates a refused outcome. */
export function refuse(error: Refusal): { readonly ok: false; readonly error: Refusal } {
  return { ok: false, error };
}
