import type { ReasonField } from '@sidecard/core/wire';
import type { ControlKind } from '../../kind.js';
import { radios } from '../../option-groups.js';
import { named, readText } from '../../parts.js';
import { reasonLabels } from './shown.js';

/** One radio button for each reason that can be given. */
export const reasonControl: ControlKind<ReasonField> = {
  draw(control) {
    const { field, limits, model } = control;
    const keys = limits.options ?? (model.type?.reasons.merchant ?? []).map(({ key }) => key);
    return radios(
      control,
      named(keys, (key) => reasonLabels(key, field, model), model),
    );
  },
  read: readText,
  problem: ({ problem }, _, { problems }) => (problem === 'required' ? problems.requiredReason : undefined),
};
