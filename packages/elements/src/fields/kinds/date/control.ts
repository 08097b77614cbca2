import type { DateField } from '@sidecard/core/wire';
import { html } from 'lit';
import { live } from 'lit/directives/live.js';
import type { FormWords } from '../../../locales/form-catalogue.js';
import { formatDay } from '../../../locales/format.js';
import { format } from '../../../locales/message.js';
import type { ControlKind } from '../../kind.js';
import { labelLine, readText, textOf, valueOf } from '../../parts.js';

/** The browser's own date input. */
export const dateControl: ControlKind<DateField> = {
  draw(control) {
    const { field, id, value, limits, invalid, described, error, leave } = control;
    return html`<div class="field">
      ${labelLine(control)}
      <input
        class="input"
        type="date"
        id=${id}
        name=${field.key}
        min=${limits.firstDay ?? ''}
        max=${limits.lastDay ?? ''}
        aria-describedby=${described}
        aria-invalid=${invalid}
        aria-required=${field.optional ? 'false' : 'true'}
        .value=${live(textOf(value))}
        @input=${(event: Event) => control.type(valueOf(event))}
        @blur=${leave}
      />
      ${error}
    </div>`;
  },
  read: readText,
  problem({ problem, firstDay, lastDay }, _, texts) {
    const { tooEarly, tooLate } = texts.problems;
    if (problem === 'too-low' && firstDay) return format(tooEarly, { day: dayText(firstDay, texts) });
    return problem === 'too-high' && lastDay ? format(tooLate, { day: dayText(lastDay, texts) }) : undefined;
  },
};

/** A day that can be chosen is near enough to need no year. */
function dayText(day: string, texts: FormWords): string {
  return formatDay(day, { texts, nowMs: Date.parse(day) });
}
