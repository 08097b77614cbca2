import { label } from '@sidecard/core/card';
import type { Field, FieldLimits, FieldProblem, Session, TicketTypeDescription, TicketView } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import type { FormWords } from '../locales/form-catalogue.js';
import { icon } from '../theme/icons.js';
import type { Form } from './form.js';
import { problemText } from './problem-text.js';

/** What a form's fields are drawn from. */
export interface FieldModel {
  readonly texts: FormWords;
  readonly form: Form;
  /** Everything that is wrong, said or not. */
  readonly problems: readonly FieldProblem[];
  readonly view: TicketView;
  readonly type: TicketTypeDescription | undefined;
  readonly session: Session | undefined;
  /** Draws anew what depends on what was typed or left. */
  readonly redraw: () => void;
}

/** One field, ready to be drawn. */
export interface Control<Kind extends Field = Field> {
  readonly field: Kind;
  readonly model: FieldModel;
  /** Of the first control; ids are the shadow root's own. */
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

/** Looks up all that a field's template needs. */
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
      // A control is also left when an update takes it away: not while that is under way.
      queueMicrotask(redraw);
    },
  };
}

/** The line above a control: its name, that it may be left out, and a counter or limit at the end. */
export function labelLine({ field, id, name, model }: Control, aside?: string | TemplateResult): TemplateResult {
  return html`<div class="label">
    <label for=${id}>${name}</label>${optionalMark(field, model)}<span class="aside" id="${id}-help"
      >${aside ?? nothing}</span
    >
  </div>`;
}

/** Says of a field that it may be left out. */
export function optionalMark({ optional }: Field, { texts }: FieldModel): TemplateResult | typeof nothing {
  return optional ? html`<span class="s muted">${texts.form.optional}</span>` : nothing;
}

/** What an input holds now. */
export function valueOf(event: Event): string {
  return (event.currentTarget as HTMLInputElement).value;
}

/** The text of a value that may be anything an older draft has left. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
