import type { ChoiceField, ChoicesField, PicturesField, ReasonField } from '@sidecard/core/wire';
import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Control } from './kind.js';
import { type NamedOption, optionalMark, readList } from './parts.js';

/** Draws a group of which one option is chosen. */
export function radios(
  control: Control<ReasonField> | Control<ChoiceField>,
  options: readonly NamedOption[],
): TemplateResult {
  const { field, id, name, value, invalid, described, error, model } = control;
  // An optional choice can be taken back.
  const all = field.optional ? [{ key: '', name: model.texts.form.none }, ...options] : options;
  return html`<fieldset
    class="field"
    role="radiogroup"
    aria-invalid=${invalid}
    aria-describedby=${described}
    aria-required=${field.optional ? 'false' : 'true'}
    @focusout=${(event: FocusEvent) => leaveGroup(event, control)}
  >
    <legend class="label" id="${id}-help">${name}${optionalMark(field, model)}</legend>
    <div class="radio">
      ${all.map(
        (option, i) =>
          html`<label>
            <input
              type="radio"
              id=${i === 0 ? id : `${id}-${i}`}
              name=${field.key}
              value=${option.key}
              .checked=${live((value ?? '') === option.key)}
              @change=${() => control.type(option.key)}
            />
            <span>${option.name}</span>
          </label>`,
      )}
    </div>
    ${error}
  </fieldset>`;
}

/** Draws a group of which several options can be chosen. */
export function checkboxes(
  control: Control<ChoicesField> | Control<PicturesField>,
  options: readonly NamedOption[],
): TemplateResult {
  const { field, id, name, value, described, error, model } = control;
  const chosen = readList(value);
  const toggle = (key: string) =>
    control.type(chosen.includes(key) ? chosen.filter((one) => one !== key) : [...chosen, key]);
  return html`<fieldset
    class="field"
    aria-describedby=${described}
    @focusout=${(event: FocusEvent) => leaveGroup(event, control)}
  >
    <legend class="label" id="${id}-help">${name}${optionalMark(field, model)}</legend>
    ${options.map(
      (option, i) =>
        html`<label class="check">
          <input
            type="checkbox"
            id=${i === 0 ? id : `${id}-${i}`}
            .checked=${live(chosen.includes(option.key))}
            @change=${() => toggle(option.key)}
          />
          <span>${option.name}</span>
        </label>`,
    )}
    ${error}
  </fieldset>`;
}

/** A group is left when focus goes out of all of it. */
function leaveGroup(event: FocusEvent, { leave }: Pick<Control, 'leave'>): void {
  const group = event.currentTarget as HTMLElement;
  if (!(event.relatedTarget instanceof Node && group.contains(event.relatedTarget))) leave();
}
