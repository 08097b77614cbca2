import type { Field, FieldValues, Terms, TicketTypeDescription } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../theme/icons.js';
import { labelText, type ViewModel } from '../ticket/view-model.js';
import { shownValue } from './shown.js';

/** A name and its value. */
export type Fact = readonly [name: string, value: string | TemplateResult];

/** Formatted field values. */
export interface Facts {
  readonly lines: readonly Fact[];
  /** Labels of checked boxes. */
  readonly ticked: readonly string[];
}

/** Returns the fields of the buyer's request. */
export function requestFields(type: TicketTypeDescription | undefined): readonly Field[] {
  return type?.request ?? [];
}

/** Formats values in the order of their fields. Free text is shown separately. */
export function factsOf(values: FieldValues, fields: readonly Field[], model: ViewModel): Facts {
  const lines: Fact[] = [];
  const ticked: string[] = [];
  for (const field of fields) {
    const value = values[field.key];
    if (value === undefined || field.key === 'text') continue;
    const name = labelText(field.labels, model);
    if (value === true) {
      ticked.push(name);
      continue;
    }
    const shown = shownValue(field, value, model);
    if (shown) lines.push([name, shown]);
  }
  return { lines, ticked };
}

/** Formats terms with the labels of the type's own forms. */
export function termsFacts(terms: Terms & { readonly text?: string }, model: ViewModel): Facts {
  const { refund, details, ...rest } = terms;
  const { type, texts } = model;
  const values: FieldValues = { amount: refund, ...rest, ...details };
  const own = [...(type?.transitions ?? []).flatMap(({ fields }) => fields ?? []), ...requestFields(type)];
  const fields = Object.keys(values).flatMap((key) => own.find((field) => field.key === key) ?? []);
  const { lines, ticked } = factsOf(values, fields, model);
  return { lines, ticked: terms.asTheyCame ? [...ticked, texts.request.asTheyCame] : ticked };
}

/** Renders facts: names and values, then checked boxes. */
export function factList({ lines, ticked }: Facts): TemplateResult {
  return html`${
    lines.length > 0
      ? html`<dl class="facts">
          ${lines.map(
            ([name, value]) =>
              html`<dt>${name}</dt>
                <dd>${value}</dd>`,
          )}
        </dl>`
      : nothing
  }
  ${ticked.map((words) => html`<p class="parcel">${icon('check')}<span>${words}</span></p>`)}`;
}
