import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Control } from './kind.js';
import { optionalMark, readList } from './parts.js';

/** Renders a group with one chosen option. @param keys - keys of the options */
export function radios(control: Control, keys: readonly string[]): TemplateResult {
  const { field, id, name, value, invalid, described, error, model } = control;
  // An optional choice can be undone.
  const all = field.optional ? ['', ...keys] : keys;
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
        (key, i) =>
          html`<label>
            <input
              type="radio"
              id=${i === 0 ? id : `${id}-${i}`}
              name=${field.key}
              value=${key}
              .checked=${live((value ?? '') === key)}
              @change=${() => control.type(key)}
            />
            <span>${key === '' ? model.texts.form.none : control.nameOf(key)}</span>
          </label>`,
      )}
    </div>
    ${error}
  </fieldset>`;
}

/** Renders a group with several chosen options. @param keys - keys of the options @param nameOf - returns an option's label */
export function checkboxes(
  control: Control,
  keys: readonly string[],
  nameOf: Control['nameOf'] = control.nameOf,
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
    ${keys.map(
      (key, i) =>
        html`<label class="check">
          <input
            type="checkbox"
            id=${i === 0 ? id : `${id}-${i}`}
            .checked=${live(chosen.includes(key))}
            @change=${() => toggle(key)}
          />
          <span>${nameOf(key)}</span>
        </label>`,
    )}
    ${error}
  </fieldset>`;
}

/** A group loses focus when focus leaves all of it. */
function leaveGroup(event: FocusEvent, { leave }: Pick<Control, 'leave'>): void {
  const group = event.currentTarget as HTMLElement;
  if (!group.contains(event.relatedTarget as Node | null)) leave();
}
