import { tidyLine } from '@sidecard/core/forms';
import type { PercentageField } from '@sidecard/core/wire';
import type { ControlKind } from '../../kind.js';
import { lineInput } from '../../line-input.js';
import { textOf } from '../../parts.js';

/** An input for a percentage, with or without the sign. */
export const percentageControl: ControlKind<PercentageField> = {
  draw(control) {
    const { min = 0, max = 100 } = control.limits;
    return lineInput(control, { inputmode: 'decimal' }, { min, max });
  },
  read(typed) {
    const text = tidyLine(textOf(typed)).replace(/ ?%$/, '');
    if (text === '') return undefined;
    return /^\d+([.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : text;
  },
};
