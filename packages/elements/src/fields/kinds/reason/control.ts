import type { ReasonField } from '@sidecard/core/wire';
import type { ControlKind } from '../../kind.js';
import { radios } from '../../option-groups.js';
import { readText } from '../../parts.js';

/** A radio button per available reason. */
export const reasonControl: ControlKind<ReasonField> = {
  draw(control) {
    const { limits, model } = control;
    return radios(control, limits.options ?? (model.type?.reasons.merchant ?? []).map(({ key }) => key));
  },
  read: readText,
  problem: ({ problem }, _, { problems }) => (problem === 'required' ? problems.requiredReason : undefined),
};
