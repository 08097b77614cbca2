import { addressLine, isMoney } from '@sidecard/core/panel';
import type { ItemQuantity } from '@sidecard/core';
import type { Field, FieldValue, FieldValues, Terms, TicketTypeDescription, TicketView } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import { formatAmount, formatDay } from '../locales/format.js';
import { format } from '../locales/message.js';
import { icon } from '../theme/icons.js';
import { labelText, optionLabels, type ViewModel } from './view-model.js';

/** A name and its value. */
export type Fact = readonly [name: string, value: string | TemplateResult];

/** Formatted field values. */
export interface Facts {
  readonly lines: readonly Fact[];
  /** Labels of checked boxes. */
  readonly ticked: readonly string[];
}

/** The fields of the buyer's request. */
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
    if (value === true) ticked.push(name);
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

/** Nothing for what is told otherwise. */
function shownValue(field: Field, value: FieldValue, model: ViewModel): string | TemplateResult | undefined {
  const { view, texts, time } = model;
  const option = (key: string): string => labelText(optionLabels(field, key, model), model) || key;
  switch (field.kind) {
    case 'reason':
      // The server provides the label for readers without the description.
      return value === view.request['reason'] && view.reasonLabels
        ? labelText(view.reasonLabels, model)
        : option(plain(value));
    case 'choice':
      return option(plain(value));
    case 'choices':
      return list(value).map(option).join(texts.blocked.listSeparator);
    case 'items':
      return html`${(value as readonly ItemQuantity[]).map((chosen, i) => html`${i > 0 ? html`<br />` : nothing}${itemLine(chosen, view)}`)}`;
    case 'address':
      return typeof value === 'object' && 'street' in value ? addressLine(value) : undefined;
    case 'money':
      return isMoney(value) ? html`<bdi translate="no">${formatAmount(value, texts.locale)}</bdi>` : undefined;
    case 'date':
      return formatDay(plain(value), time);
    case 'pictures':
      return format(texts.request.pictures, { count: list(value).length });
    case 'boolean':
      return undefined;
    default:
      return html`<bdi translate="no">${plain(value)}</bdi>`;
  }
}

/** An item with its quantity; for an order with one item, only the quantity. */
function itemLine({ itemId, quantity }: ItemQuantity, { order }: TicketView): TemplateResult {
  const title = order.items.length > 1 ? order.items.find(({ id }) => id === itemId)?.title : undefined;
  return html`${title ? html`<bdi translate="no">${title}</bdi> ` : nothing}<bdi translate="no" dir="ltr"
      >×${quantity}</bdi
    >`;
}

function plain(value: FieldValue): string {
  return typeof value === 'object' ? '' : String(value);
}

function list(value: FieldValue): readonly string[] {
  return Array.isArray(value) ? (value as readonly string[]) : [];
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
