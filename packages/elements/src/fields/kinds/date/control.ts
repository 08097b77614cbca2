import type { DateField } from '@sidecard/core/wire';
import type { FormWords } from '../../../locales/form-catalogue.js';
import { formatDay } from '../../../locales/format.js';
import { format } from '../../../locales/message.js';
import type { ControlKind } from '../../kind.js';
import { lineInput } from '../../line-input.js';
import { readText } from '../../parts.js';

/** The browser's own date input. */
export const dateControl: ControlKind<DateField> = {
  draw(control) {
    const { firstDay, lastDay } = control.limits;
    return lineInput(control, { type: 'date', min: firstDay, max: lastDay });
  },
  read: readText,
  problem({ problem, firstDay, lastDay }, _, texts) {
    const { tooEarly, tooLate } = texts.problems;
    if (problem === 'too-low' && firstDay) return format(tooEarly, { day: dayText(firstDay, texts) });
    return problem === 'too-high' && lastDay ? format(tooLate, { day: dayText(lastDay, texts) }) : undefined;
  },
};

/** Selectable days are near, so the year is omitted. */
function dayText(day: string, texts: FormWords): string {
  return formatDay(day, { texts, nowMs: Date.parse(day) });
}
