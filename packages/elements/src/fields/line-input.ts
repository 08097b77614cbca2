import { html, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { live } from 'lit/directives/live.js';
import { format } from '../locales/message.js';
import type { Control } from './kind.js';
import { labelLine, textOf, valueOf } from './parts.js';

/** Options of an input. */
export interface InputOptions {
  readonly type?: 'date';
  /** The on-screen keyboard. @default 'text' */
  readonly inputmode?: 'numeric' | 'decimal';
  /** The first and last day. */
  readonly min?: string | undefined;
  readonly max?: string | undefined;
  /** @default 'input' */
  readonly className?: string;
}

/** Renders a labelled single-line input. @param range - a number's range, shown beside its label */
export function lineInput(
  control: Control,
  options: InputOptions = {},
  range?: { readonly min: number; readonly max: number },
): TemplateResult {
  const { model, error } = control;
  return html`<div class="field">
    ${labelLine(control, range && format(model.texts.form.fromTo, range))} ${input(control, options)} ${error}
  </div>`;
}

/** Renders a single-line input. */
export function input(
  control: Control,
  { type, inputmode, min, max, className = 'input' }: InputOptions,
): TemplateResult {
  const { field, id, value, invalid, described, leave } = control;
  return html`<input
    class=${className}
    type=${ifDefined(type)}
    id=${id}
    name=${field.key}
    inputmode=${inputmode ?? 'text'}
    min=${ifDefined(min)}
    max=${ifDefined(max)}
    autocomplete="off"
    spellcheck="false"
    aria-describedby=${described}
    aria-invalid=${invalid}
    aria-required=${field.optional ? 'false' : 'true'}
    .value=${live(textOf(value))}
    @input=${(event: Event) => control.type(valueOf(event))}
    @blur=${leave}
  />`;
}

/** Keeps the wheel from changing a focused number while it scrolls the panel. */
export const keepNumber = {
  passive: true,
  handleEvent({ currentTarget }: Event): void {
    const field = currentTarget as HTMLInputElement;
    if (!field.matches(':focus')) return;
    const typing = new AbortController();
    const release = (): void => {
      field.readOnly = false;
      typing.abort();
    };
    field.readOnly = true;
    // The browser looks after the listeners; what is typed may come before the time is up.
    setTimeout(release);
    for (const key of ['keydown', 'keypress', 'paste']) field.addEventListener(key, release, typing);
  },
};
