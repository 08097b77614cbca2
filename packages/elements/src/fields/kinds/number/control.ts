import { tidyLine } from '@sidecard/core/forms';
import type { NumberField } from '@sidecard/core/wire';
import type { ControlKind } from '../../kind.js';
import { lineInput } from '../../line-input.js';
import { textOf } from '../../parts.js';

/** An input for an integer. */
export const numberControl: ControlKind<NumberField> = {
  draw(control) {
    const { field, limits } = control;
    return lineInput(control, { inputmode: 'numeric' }, { min: limits.min ?? field.min, max: limits.max ?? field.max });
  },
  read(typed) {
    const text = tidyLine(textOf(typed));
    if (text === '') return undefined;
    return /^\d+$/.test(text) ? Number(text) : text;
  },
};
