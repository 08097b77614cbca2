import { countGraphemes, MAX_CODE_UNITS } from '@sidecard/core/forms';
import { label } from '@sidecard/core/card';
import type {
  BooleanField,
  CarrierField,
  ChoiceField,
  ChoicesField,
  DateField,
  Field,
  MoneyField,
  NumberField,
  PercentageField,
  PicturesField,
  ReasonField,
  TextField,
  TrackingField,
} from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { formatAmount } from '../locales/format.js';
import { format } from '../locales/message.js';
import { optionLabels } from '../ticket/view-model.js';
import { icon } from '../theme/icons.js';
import { addressField, itemsField } from './compound-fields.js';
import { type Control, controlOf, type FieldModel, labelLine, optionalMark, textOf, valueOf } from './control.js';
import { amountText, canBeShown } from './form-values.js';

/** Renders a field of any kind. */
export function fieldTemplate(field: Field, model: FieldModel): TemplateResult {
  const { limits, capabilities } = model.form.shape;
  if (!canBeShown(field, limits, capabilities)) return unknownField(field, model);
  switch (field.kind) {
    case 'text':
      return textField(controlOf(field, model));
    case 'reason':
    case 'choice':
      return radios(controlOf(field, model));
    case 'choices':
    case 'pictures':
      return checkboxes(controlOf(field, model));
    case 'money':
      return moneyField(controlOf(field, model));
    case 'boolean':
      return checkbox(controlOf(field, model));
    case 'number':
    case 'percentage':
    case 'carrier':
    case 'tracking':
      return lineField(controlOf(field, model));
    case 'address':
      return addressField(controlOf(field, model));
    case 'items':
      return itemsField(controlOf(field, model));
    case 'date':
      return dateField(controlOf(field, model));
  }
}

/** A required field of an unknown kind (R27). */
function unknownField({ labels }: Field, { texts }: FieldModel): TemplateResult {
  return html`<div class="field">
    <span class="label">${label(labels, texts.locale)}</span>
    <p class="help">${texts.form.unknownMove}</p>
  </div>`;
}

function textField(control: Control<TextField>): TemplateResult {
  const { field, id, value, invalid, described, error, model, leave } = control;
  const { texts } = model;
  const text = textOf(value);
  const count = text.length > MAX_CODE_UNITS ? text.length : countGraphemes(text.trim());
  const reader = field.readBy;
  const who =
    reader &&
    html`<div class="audience ${reader === 'staff' ? 'platform' : ''}" id="${id}-who">
      ${icon(reader === 'staff' ? 'lock' : 'eye')}${texts.form.audience[reader]}
    </div>`;
  return html`<div class="field">
    ${labelLine(
      control,
      html`<span class=${count > field.max ? 'aside over' : ''}
        >${format(texts.form.counter, { count, max: field.max })}</span
      >`,
    )}
    <div class="send ${reader === 'staff' ? 'platform' : ''}">
      ${who ?? nothing}
      <textarea
        id=${id}
        name=${field.key}
        rows="2"
        dir="auto"
        aria-describedby="${reader ? `${id}-who ` : ''}${described}"
        aria-invalid=${invalid}
        aria-required=${field.optional ? 'false' : 'true'}
        .value=${live(text)}
        @input=${(event: Event) => control.type(valueOf(event))}
        @blur=${leave}
      ></textarea>
    </div>
    ${error} ${reader === 'buyer' ? quickReplies(control, text) : nothing}
  </div>`;
}

/** Sentences that a click appends to the text. */
function quickReplies(control: Control, text: string): TemplateResult | typeof nothing {
  const { replies, quickReplies: name } = control.model.texts.form;
  if (replies.length === 0) return nothing;
  const add = (sentence: string) => {
    if (!text.includes(sentence))
      control.type(
        text.trim() === ''
          ? sentence
          : `${text.trimEnd()}${/[\u3002\uff01\uff1f]$/.test(text.trimEnd()) ? '' : ' '}${sentence}`,
      );
  };
  return html`<div class="pills" role="group" aria-label=${name}>
    ${replies.map(
      (reply) =>
        html`<button class="pill" type="button" title=${reply.text} @click=${() => add(reply.text)}>
          ${reply.label}
        </button>`,
    )}
  </div>`;
}

interface Option {
  readonly key: string;
  readonly name: string;
}

function optionsOf({
  field,
  limits,
  model,
}: Control<ReasonField | ChoiceField | ChoicesField | PicturesField>): readonly Option[] {
  const { type, texts } = model;
  // Uploaded pictures have no label.
  if (field.kind === 'pictures')
    return (limits.options ?? []).map((key, i) => ({ key, name: format(texts.form.picture, { number: i + 1 }) }));
  const listed = field.kind === 'reason' ? (type?.reasons.merchant ?? []) : field.options;
  const keys = limits.options ?? listed.map(({ key }) => key);
  const options = keys.map((key) => {
    const labels = optionLabels(field, key, model);
    return { key, name: labels ? label(labels, texts.locale) : key };
  });
  // An optional choice can be undone.
  return field.optional && field.kind !== 'choices' ? [{ key: '', name: texts.form.none }, ...options] : options;
}

function radios(control: Control<ReasonField | ChoiceField>): TemplateResult {
  const { field, id, name, value, invalid, described, error, model } = control;
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
      ${optionsOf(control).map(
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

function checkboxes(control: Control<ChoicesField | PicturesField>): TemplateResult {
  const { field, id, name, value, described, error, model } = control;
  const chosen = Array.isArray(value) ? (value as readonly string[]) : [];
  const toggle = (key: string) =>
    control.type(chosen.includes(key) ? chosen.filter((one) => one !== key) : [...chosen, key]);
  return html`<fieldset
    class="field"
    aria-describedby=${described}
    @focusout=${(event: FocusEvent) => leaveGroup(event, control)}
  >
    <legend class="label" id="${id}-help">${name}${optionalMark(field, model)}</legend>
    ${optionsOf(control).map(
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

/** A group loses focus when focus leaves all of it. */
function leaveGroup(event: FocusEvent, { leave }: Control): void {
  const group = event.currentTarget as HTMLElement;
  if (!(event.relatedTarget instanceof Node && group.contains(event.relatedTarget))) leave();
}

function checkbox(control: Control<BooleanField>): TemplateResult {
  const { id, name, value, error, leave } = control;
  return html`<div class="field">
    <label class="check">
      <input
        type="checkbox"
        id=${id}
        .checked=${live(value === true)}
        @change=${() => control.type(value !== true)}
        @blur=${leave}
      />
      <span>${name}</span>
    </label>
    ${error}
  </div>`;
}

/** The money for which a buyer can get the full amount; the rest is discretionary. */
const GIVEN_BACK: readonly MoneyField['of'][] = [undefined, 'refund', 'postage'];

function moneyField(control: Control<MoneyField>): TemplateResult {
  const { field, id, value, limits, invalid, described, error, model, leave } = control;
  const { texts } = model;
  const currency = limits.currency ?? 'CNY';
  const amount = (amountMinor: number) => formatAmount({ amountMinor, currency }, texts.locale);
  const { max } = limits;
  const symbol = amount(0).replace(/[\d.,\s]/g, '');
  return html`<div class="field">
    ${labelLine(control, max === undefined ? undefined : format(texts.form.upTo, { max: amount(max) }))}
    <div class="money">
      <span aria-hidden="true">${symbol}</span>
      <input
        id=${id}
        name=${field.key}
        inputmode="decimal"
        autocomplete="off"
        aria-describedby=${described}
        aria-invalid=${invalid}
        aria-required=${field.optional ? 'false' : 'true'}
        .value=${live(textOf(value))}
        @input=${(event: Event) => control.type(valueOf(event))}
        @blur=${leave}
      />
      ${
        max === undefined || !GIVEN_BACK.includes(field.of)
          ? nothing
          : html`<button class="btn quiet small" type="button" @click=${() => control.type(amountText(max, currency))}>
              ${texts.form.full}
            </button>`
      }
    </div>
    ${error}
  </div>`;
}

function dateField(control: Control<DateField>): TemplateResult {
  const { field, id, value, limits, invalid, described, error, leave } = control;
  return html`<div class="field">
    ${labelLine(control)}
    <input
      class="input"
      type="date"
      id=${id}
      name=${field.key}
      min=${limits.firstDay ?? ''}
      max=${limits.lastDay ?? ''}
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

function lineField(control: Control<NumberField | PercentageField | CarrierField | TrackingField>): TemplateResult {
  const { field, id, value, limits, invalid, described, error, model, leave } = control;
  const number = field.kind === 'number' ? field : undefined;
  const range =
    field.kind === 'percentage'
      ? { min: limits.min ?? 0, max: limits.max ?? 100 }
      : number && { min: limits.min ?? number.min, max: limits.max ?? number.max };
  return html`<div class="field">
    ${labelLine(control, range && format(model.texts.form.fromTo, range))}
    <input
      class="input"
      id=${id}
      name=${field.key}
      inputmode=${number ? 'numeric' : range ? 'decimal' : 'text'}
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
