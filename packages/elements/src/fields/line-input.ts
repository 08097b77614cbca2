import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { format } from '../locales/message.js';
import type { Control } from './kind.js';
import { labelLine, textOf, valueOf } from './parts.js';

/** What distinguishes an input from a line of text. */
export interface InputOptions {
  readonly type?: 'date';
  /** Which on-screen keyboard it calls. @default 'text' */
  readonly inputmode?: 'numeric' | 'decimal';
  /** The first and the last day. */
  readonly min?: string | undefined;
  readonly max?: string | undefined;
  /** @default 'input' */
  readonly className?: string;
}

/** Draws a labelled input of one line. @param range - of a number: shown beside its name */
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

/** Draws an input of one line. */
export function input(
  control: Control,
  { type, inputmode, min, max, className = 'input' }: InputOptions,
): TemplateResult {
  const { field, id, value, invalid, described, leave } = control;
  return html`<input
    class=${className}
    type=${type ?? nothing}
    id=${id}
    name=${field.key}
    inputmode=${inputmode ?? 'text'}
    min=${min ?? nothing}
    max=${max ?? nothing}
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
