import type { CarrierField, NumberField, PercentageField, TrackingField } from '@sidecard/core/wire';
import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { format } from '../locales/message.js';
import type { Control } from './kind.js';
import { labelLine, textOf, valueOf } from './parts.js';

/**
 * Draws an input of one line.
 *
 * @param range - of a number: shown beside its name
 * @param inputmode - the on-screen keyboard
 */
export function lineInput(
  control: Control<CarrierField> | Control<TrackingField> | Control<NumberField> | Control<PercentageField>,
  inputmode: 'text' | 'numeric' | 'decimal' = 'text',
  range?: { readonly min: number; readonly max: number },
): TemplateResult {
  const { field, id, value, invalid, described, error, model, leave } = control;
  return html`<div class="field">
    ${labelLine(control, range && format(model.texts.form.fromTo, range))}
    <input
      class="input"
      id=${id}
      name=${field.key}
      inputmode=${inputmode}
      autocomplete="off"
      spellcheck="false"
      aria-describedby=${described}
      aria-invalid=${invalid}
      aria-required=${field.optional ? 'false' : 'true'}
      .value=${live(textOf(value))}
      @input=${(event: Event) => control.type(valueOf(event))}
      @blur=${leave}
    />
    ${error}
  </div>`;
}
