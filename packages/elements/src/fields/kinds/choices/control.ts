import type { ChoicesField } from '@sidecard/core/wire';
import type { ControlKind } from '../../kind.js';
import { checkboxes } from '../../option-groups.js';
import { labelsAmong } from '../../options.js';
import { named, readList } from '../../parts.js';

/** One box for each option. */
export const choicesControl: ControlKind<ChoicesField> = {
  draw(control) {
    const { field, limits, model } = control;
    const { options } = field;
    const keys = limits.options ?? options.map(({ key }) => key);
    return checkboxes(
      control,
      named(keys, (key) => labelsAmong(options, key), model),
    );
  },
  read: readList,
  problem: ({ problem }, _, { form }) => (problem === 'required' ? form.choose : undefined),
};
