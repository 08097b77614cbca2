import type { ChoiceField, FieldLimits } from '@sidecard/core/wire';
import type { ControlKind } from '../../kind.js';
import { radios } from '../../option-groups.js';
import { named, readText } from '../../parts.js';
import { choiceLabels } from './shown.js';

/** One radio button for each option. */
export const choiceControl: ControlKind<ChoiceField> = {
  draw(control) {
    const { field, limits, model } = control;
    return radios(
      control,
      named(keysOf(field, limits), (key) => choiceLabels(key, field, model), model),
    );
  },
  read: readText,
  isFillable: (field, { limits }) => keysOf(field, limits).length > 0,
  problem: ({ problem }, _, { form }) => (problem === 'required' ? form.choose : undefined),
};

function keysOf({ options }: ChoiceField, limits: FieldLimits): readonly string[] {
  return limits.options ?? options.map(({ key }) => key);
}
