import type { Field, FieldProblem } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import type { FormWords } from '../locales/form-catalogue.js';
import { format } from '../locales/message.js';
import type { Control } from './kind.js';

/** Renders the line above an input: its label, an "optional" mark, and a counter or limit at the end. */
export function labelLine({ field, id, name, model }: Control, aside?: string | TemplateResult): TemplateResult {
  return html`<div class="label">
    <label for=${id}>${name}</label>${optionalMark(field, model)}<span class="aside" id="${id}-help"
      >${aside ?? nothing}</span
    >
  </div>`;
}

/** Marks an optional field. */
export function optionalMark(
  { optional }: Pick<Field, 'optional'>,
  { texts }: Pick<Control['model'], 'texts'>,
): TemplateResult | typeof nothing {
  return optional ? html`<span class="s muted">${texts.form.optional}</span>` : nothing;
}

/** Returns an input's value. */
export function valueOf(event: Event): string {
  return (event.currentTarget as HTMLInputElement).value;
}

/** Returns an input as text; an older draft may contain anything. */
export function textOf(typed: unknown): string {
  return typeof typed === 'string' ? typed : '';
}

/** Reads a value that is the text itself. */
export function readText(typed: unknown): string | undefined {
  return textOf(typed) || undefined;
}

/** Reads a list of codes. */
export function readList(typed: unknown): readonly string[] {
  return Array.isArray(typed) ? (typed as readonly string[]) : [];
}

/** The common text of a problem; a kind may have formatted the limits in its own unit. */
export function commonProblem(
  { problem, by, min, max, currency }: Omit<FieldProblem, 'field' | 'min' | 'max'> & Limits,
  { problems }: FormWords,
  name: string,
): string {
  const message = Object.hasOwn(problems, problem) ? problems[problem] : problems.other;
  return format(message, { label: name, by, min, max, currency });
}

interface Limits {
  readonly min?: number | string | undefined;
  readonly max?: number | string | undefined;
}
