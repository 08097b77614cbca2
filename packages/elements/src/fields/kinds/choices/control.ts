import type { ChoicesField } from '@sidecard/core/wire';
import type { ControlKind } from '../../kind.js';
import { checkboxes } from '../../option-groups.js';
import { readList } from '../../parts.js';

/** A check box per option. */
export const choicesControl: ControlKind<ChoicesField> = {
  draw(control) {
    const { field, limits } = control;
    return checkboxes(control, limits.options ?? field.options.map(({ key }) => key));
  },
  read: readList,
  problem: ({ problem }, _, { form }) => (problem === 'required' ? form.choose : undefined),
};
