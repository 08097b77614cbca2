import { label } from '@sidecard/core/card';
import type { Field, FieldLimits, FieldProblem, Session, TicketTypeDescription, TicketView } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import type { FormWords } from '../locales/form-catalogue.js';
import { icon } from '../theme/icons.js';
import type { Form } from './form.js';
import { problemText } from './problem-text.js';

/** What a form's fields render. */
export interface FieldModel {
  readonly texts: FormWords;
  readonly form: Form;
  /** All problems, shown or not. */
  readonly problems: readonly FieldProblem[];
  readonly view: TicketView;
  readonly type: TicketTypeDescription | undefined;
  readonly session: Session | undefined;
  /** Rerenders what depends on input or focus. */
  readonly redraw: () => void;
}

/** A field, prepared for rendering. */
export interface Control<Kind extends Field = Field> {
  readonly field: Kind;
  readonly model: FieldModel;
  /** Id of the first input; ids are local to the shadow root. */
  readonly id: string;
  readonly name: string;
  readonly limits: FieldLimits;
  readonly value: unknown;
  readonly invalid: 'true' | 'false';
  /** For `aria-describedby`. */
  readonly described: string;
  readonly error: TemplateResult | typeof nothing;
  type(value: unknown): void;
  readonly leave: () => void;
}

/** Prepares a field's data for its template. */
export function controlOf<Kind extends Field>(field: Kind, model: FieldModel): Control<Kind> {
  const { form, texts, problems, redraw } = model;
  const id = `field-${field.key}`;
  const words = label(field.labels, texts.locale);
  const found = form.problemAt(field.key, problems);
  return {
    field,
    model,
    id,
    name: words,
    limits: form.shape.limits[field.key] ?? {},
    value: form.typed[field.key],
    invalid: found ? 'true' : 'false',
    described: `${id}-help${found ? ` ${id}-error` : ''}`,
    error: found
      ? html`<p class="error" id="${id}-error">
          ${icon('warning')}<span>${problemText(found, field, words, texts)}</span>
        </p>`
      : nothing,
    type(value) {
      form.type(field.key, value);
      redraw();
    },
    leave() {
      form.leave(field.key);
      // An update that removes an input also triggers blur: wait until it has finished.
      queueMicrotask(redraw);
    },
  };
}

/** The line above an input: its label, an "optional" mark, and a counter or limit at the end. */
export function labelLine({ field, id, name, model }: Control, aside?: string | TemplateResult): TemplateResult {
  return html`<div class="label">
    <label for=${id}>${name}</label>${optionalMark(field, model)}<span class="aside" id="${id}-help"
      >${aside ?? nothing}</span
    >
  </div>`;
}

/** Marks an optional field. */
export function optionalMark({ optional }: Field, { texts }: FieldModel): TemplateResult | typeof nothing {
  return optional ? html`<span class="s muted">${texts.form.optional}</span>` : nothing;
}

/** Returns an input's value. */
export function valueOf(event: Event): string {
  return (event.currentTarget as HTMLInputElement).value;
}

/** Returns a value as text; an older draft may contain anything. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
