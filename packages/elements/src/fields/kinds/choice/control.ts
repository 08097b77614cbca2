import type { ChoiceField, FieldLimits } from '@sidecard/core/wire';
import type { ControlKind } from '../../kind.js';
import { radios } from '../../option-groups.js';
import { readText } from '../../parts.js';

/** A radio button per option. */
export const choiceControl: ControlKind<ChoiceField> = {
  draw: (control) => radios(control, keysOf(control.field, control.limits)),
  read: readText,
  isFillable: (field, { limits }) => keysOf(field, limits).length > 0,
  problem: ({ problem }, _, { form }) => (problem === 'required' ? form.choose : undefined),
};

function keysOf({ options }: ChoiceField, limits: FieldLimits): readonly string[] {
  return limits.options ?? options.map(({ key }) => key);
}
